// Tells an answer of the site's door from one of the page that was asked: whoever is signed out, or signed in anew elsewhere, is sent
// to the page of the sign-in or refused for the form's token. What was sent with it was not read.

const isJson = (answer) => (answer.headers.get("Content-Type") ?? "").startsWith("application/json");

export const isSignedOut = (answer) => answer.redirected || ([401, 403].includes(answer.status) && !isJson(answer));
