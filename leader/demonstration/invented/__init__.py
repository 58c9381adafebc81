"""What is invented: draws that repeat, names, places, companies and the people around them."""
