"""Pages that only the tests have, to show what the shared machinery does around any page."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import path

from leader.urls import handler500 as own_handler500
from leader.urls import urlpatterns as own_urlpatterns
from members.models import Person, User

crossing = threading.Barrier(2)
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
    released.wait(timeout=120)
    return response


@login_not_required
def create_person_and_fail(request):
    """Create a person, then break."""
    create_person(request)
    raise RuntimeError("broken on purpose")


@login_not_required
def create_then_lock(request):
    """Create a person, then ask for a row that another holds, as patient as a page is."""
    create_person(request)
    _be_patient(lock_timeout="200ms")
    Person.objects.select_for_update().get(pk=request.POST["pk"])


@login_not_required
def create_then_take_too_long(request):
    """Create a person, then ask the database for something long."""
    create_person(request)
    _be_patient(statement_timeout="200ms")
    connection.cursor().execute("SELECT pg_sleep(20)")


@login_not_required
def lock_both(request):
    """Lock one row, wait until another page has locked its own, then lock the second."""
    Person.objects.select_for_update().get(pk=request.POST["first"])
    crossing.wait(timeout=60)
    Person.objects.select_for_update().get(pk=request.POST["second"])
    return HttpResponse("Both.")


@login_not_required
def change_what_another_changed(request):
    """Change a row that another connection changes between our reading and our writing."""
    connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    person = Person.objects.get(pk=request.POST["pk"])
    with ThreadPoolExecutor(1) as other:
        other.submit(_change_meanwhile, person.pk).result()
    person.family_name = "Changed by the page"
    person.save()


def _change_meanwhile(pk):
    Person.objects.filter(pk=pk).update(family_name="Changed meanwhile")
    connection.close()


def _be_patient(**times):
    with connection.cursor() as cursor:
        for name, time in times.items():
            cursor.execute(f"SET LOCAL {name} = '{time}'")


@login_not_required
def sign_in(request):
    """Sign in the only account there is."""
    login(request, User.objects.get(), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return HttpResponse(get_token(request))


@login_not_required
def sign_out(request):
    """Sign out."""
    logout(request)
    return redirect("/")


handler500 = own_handler500
urlpatterns = [
    path("create-then-lock/", create_then_lock),
    path("create-then-take-too-long/", create_then_take_too_long),
    path("lock-both/", lock_both),
    path("change-what-another-changed/", change_what_another_changed),
    path("sign-in/", sign_in),
    path("sign-out/", sign_out),
    path("create/", create_person),
    path("create-slowly/", create_person_slowly),
    path("create-and-fail/", create_person_and_fail),
    *own_urlpatterns,
]
