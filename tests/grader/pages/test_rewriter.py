"""HTML that a student wrote is rewritten to what no renderer reads otherwise: no links, no macros that load."""

from grader.pages.rewriter import Rewriter
from grader.pictures import Album


def test_nothing_of_a_dangerous_element_is_left() -> None:
    assert Rewriter({}, Album()).rewrite("a<script>b</script><style>c</style><iframe>d</iframe>e") == "<div>ae</div>"
