"""The login in a real browser: who guesses too often is told so, who has the password comes in, in either language."""

from collections.abc import Iterator

import pytest

from ui import login

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(browser, chain) -> Iterator[str]:
    import gradio as gr

    from ui.desk import launch_desk

    users = {name: login.line(name, "correct horse").partition(":")[2] for name in ("lin", "wang")}
    yield launch_desk(chain, port=None, block=False, users=login.Users(users))
    gr.close_all(verbose=False)


def enter(page: "Page", name: str, password: str) -> int:  # noqa: F821
    page.locator("input").nth(0).fill(name)
    page.locator("input[type=password]").fill(password)
    with page.expect_response("**/login") as answer:
        page.locator("button").first.click()
    return answer.value.status


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wrong_password_is_told_too_many_are_too_and_the_right_one_comes_in(browser, address, language):
    from playwright.sync_api import expect

    window = browser.new_context(viewport={"width": 390, "height": 844})
    window.add_cookies([{"name": "gongkai_language", "value": language, "url": address}])
    page = window.new_page()
    page.goto(address)
    brand = page.locator(".brand")
    expect(brand).to_contain_text("公开" if language == "zh" else "Gongkai")
    guesser, user = ("lin", "wang") if language == "zh" else ("nobody", "wang")
    assert [enter(page, guesser, "wrong") for _ in range(login.TRIES + 1)] == [400] * login.TRIES + [429]
    told = "密码错误次数过多" if language == "zh" else "Too many wrong passwords"
    expect(page.get_by_role("alert")).to_contain_text(told)
    assert enter(page, user, "correct horse") == 200
    expect(page.locator("#masthead")).to_be_visible()
    expect(brand).to_have_count(0)
    window.close()
