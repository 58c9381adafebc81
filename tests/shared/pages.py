"""Pages that only the tests have, to show what the shared machinery does around any page."""

import threading

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import path

from leader.urls import urlpatterns as own_urlpatterns
from members.models import Person, User

entered = threading.Event()
released = threading.Event()


@login_not_required
def create_person(request):
    """Create a person; a name that is missing is refused."""
    name = request.POST.get("name", "")
    if not name:
        return HttpResponse("Name?")
    person = Person.objects.create(family_name=name)
    messages.success(request, f"{name} is there.")
    return redirect(f"/people/{person.pk}/")


@login_not_required
def create_person_slowly(request):
    """Create a person, but answer only once the test says so."""
    response = create_person(request)
    entered.set()
    released.wait(timeout=20)
    return response


@login_not_required
def create_person_and_fail(request):
    """Create a person, then break."""
    create_person(request)
    raise RuntimeError("broken on purpose")


@login_not_required
def sign_in(request):
    """Sign in the only account there is."""
    login(request, User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponse(get_token(request))


@login_not_required
def sign_out(request):
    """Sign out."""
    logout(request)
    return redirect("/")


urlpatterns = [
    path("sign-in/", sign_in),
    path("sign-out/", sign_out),
    path("create/", create_person),
    path("create-slowly/", create_person_slowly),
    path("create-and-fail/", create_person_and_fail),
    *own_urlpatterns,
]
