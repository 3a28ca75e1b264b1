"""Jobs run on other threads, and their results come back on the main one."""

import threading
import time

import pytest

from viewer.errors import DicomError
from viewer.session.jobs import Jobs


@pytest.fixture
def told():
    return []


@pytest.fixture
def jobs(qapp, told):
    runner = Jobs(told.append)
    yield runner
    runner.shutdown()


def test_the_work_runs_elsewhere_and_its_result_comes_home(jobs, qtbot):
    results = []

    jobs.run(
        "Count",
        lambda progress: threading.current_thread(),
        lambda worker: results.append((worker, threading.current_thread())),
    )
    qtbot.waitUntil(lambda: bool(results))

    (worker, home) = results[0]
    assert worker is not threading.main_thread()
    assert home is threading.main_thread()
    assert jobs.jobs == ()


def test_progress_is_shown_and_not_too_often(jobs, qtbot):
    go_on = threading.Event()
    shown = []
    jobs.changed.connect(lambda: shown.extend(jobs.jobs))

    def work(progress):
        for n in range(20_000):
            progress(n / 20_000, f"step {n}")
        progress(1.0, "last")
        go_on.wait(5)

    jobs.run("Count", work, lambda _: None)
    qtbot.waitUntil(lambda: any(job.text == "last" for job in shown))
    go_on.set()
    qtbot.waitUntil(lambda: not jobs.jobs)

    assert len(shown) < 200
    assert [job.fraction for job in shown] == sorted(job.fraction for job in shown)


def test_a_cancelled_job_stops_and_its_result_is_dropped(jobs, qtbot):
    stopped, results, cancelled = threading.Event(), [], []

    def work(progress):
        try:
            while True:
                progress(0.5)
                time.sleep(0.001)
        finally:
            stopped.set()

    job_id = jobs.run("Forever", work, results.append, cancelled=lambda: cancelled.append(1))
    jobs.cancel(job_id)
    jobs.cancel(job_id)

    assert jobs.jobs == ()
    assert cancelled == [1]
    assert stopped.wait(5)
    qtbot.wait(20)
    assert results == []


def test_a_job_that_hears_of_its_cancelling_too_late_is_dropped_all_the_same(jobs, qtbot):
    go_on, results = threading.Event(), []
    job_id = jobs.run("Deaf", lambda progress: go_on.wait(5), results.append)

    jobs.cancel(job_id)
    go_on.set()
    qtbot.wait(50)

    assert results == []


def test_a_later_job_of_a_group_supersedes_the_earlier(jobs, qtbot):
    go_on, results = threading.Event(), []
    jobs.run("First", lambda progress: (go_on.wait(5), "first")[1], results.append, group="load")
    jobs.run("Second", lambda progress: "second", results.append, group="load")
    go_on.set()
    qtbot.waitUntil(lambda: bool(results))
    qtbot.wait(30)

    assert results == ["second"]


def test_what_the_work_hands_over_arrives_in_order_before_its_end(jobs, qtbot):
    seen = []

    def work(progress):
        for n in range(5):
            progress.deliver(n)
        return "end"

    jobs.run("Hand over", work, seen.append, arrived=seen.append)
    qtbot.waitUntil(lambda: "end" in seen)

    assert seen == [0, 1, 2, 3, 4, "end"]


def test_an_error_for_the_user_is_told(jobs, told, qtbot):
    def work(progress):
        raise DicomError("There is no contrast.", "Click into it.")

    jobs.run("Find", work, lambda _: None)
    qtbot.waitUntil(lambda: bool(told))

    assert told[0].message == "There is no contrast."
    assert jobs.jobs == ()


@pytest.mark.parametrize(("error", "sentence"), [(KeyError("x"), "unexpectedly"), (MemoryError(), "memory")])
def test_an_unexpected_error_is_told_in_a_sentence_and_logged(jobs, told, qtbot, caplog, error, sentence):
    def work(progress):
        raise error

    jobs.run("Find", work, lambda _: None)
    qtbot.waitUntil(lambda: bool(told))

    assert sentence in told[0].message
    assert "Traceback" in caplog.text


def test_an_error_while_taking_the_result_is_told(jobs, told, qtbot):
    def refuse(_):
        raise DicomError("Not this one.")

    jobs.run("Find", lambda progress: 1, refuse)
    qtbot.waitUntil(lambda: bool(told))

    assert told[0].message == "Not this one."


def test_shutdown_ends_every_thread_and_finishes_what_must_not_be_cut_off(qapp, told):
    before = set(threading.enumerate())
    jobs, written = Jobs(told.append), []

    def forever(progress):
        while True:
            progress(0.1)
            time.sleep(0.001)

    jobs.run("Forever", forever, lambda _: None)
    job_id = jobs.run("Write", lambda progress: written.append(time.sleep(0.05)), print, cancellable=False)
    jobs.cancel(job_id)
    jobs.shutdown()

    assert written == [None]
    assert set(threading.enumerate()) <= before
    assert jobs.run("Late", forever, print) == 0


def test_a_session_does_work_for_others(session, qtbot):
    results = []

    session.run_job("Draw a thumbnail", lambda progress: threading.current_thread(), results.append)
    assert [job.title for job in session.jobs] == ["Draw a thumbnail"]
    qtbot.waitUntil(lambda: bool(results))

    assert results[0] is not threading.main_thread()
    assert session.jobs == ()
