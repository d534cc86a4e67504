"""The permission matrix: who gets what, for every address, method and role (security.md B7, SEC-24, SEC-25).

A line: method, name of the address, then one column a role. A column holds the answers for one's own class,
another class of the school, another school; one answer where the address names no thing. `in` is the way to
the sign-in page.
"""

from __future__ import annotations

ROLES = (
    "stranger", "pupil", "parent", "teacher", "classteacher", "deputy", "director", "office", "auditor",
    "admin",
)  # fmt: skip

TABLE = """
# method name                stranger     pupil        parent       teacher      classteacher deputy       director     office       auditor      admin
GET  home                    in           302          302          302          302          302          302          302          302          302
GET  login                   200          302          302          302          302          302          302          302          302          302
POST login                   200          302          302          302          302          302          302          302          302          302
POST logout                  302          302          302          302          302          302          302          302          302          302
GET  profile                 in           200          200          200          200          200          200          200          200          200
POST profile                 in           200          200          200          200          200          200          200          200          200
GET  view-settings           200          200          200          200          200          200          200          200          200          200
POST view-settings           302          302          302          302          302          302          302          302          302          302
GET  healthz                 200          200          200          200          200          200          200          200          200          200
GET  journal                 in           403          403          200          200          200          200          403          403          403
GET  journal-course          in,in,in     403,403,403  403,403,403  200,404,404  200,404,404  200,200,404  200,200,404  403,403,403  403,403,403  403,403,403
POST journal-cells           401,401,401  404,404,404  404,404,404  200,404,404  403,404,404  403,403,404  403,403,404  404,404,404  404,404,404  404,404,404
GET  journal-totals          in,in,in     403,403,403  403,403,403  200,404,404  200,404,404  200,200,404  200,200,404  403,403,403  403,403,403  403,403,403
POST journal-totals          in,in,in     403,403,403  403,403,403  302,404,404  403,404,404  403,403,404  403,403,404  403,403,403  403,403,403  403,403,403
GET  journal-column          in,in,in     403,403,403  403,403,403  200,404,404  200,404,404  200,200,404  200,200,404  403,403,403  403,403,403  403,403,403
POST journal-column          in,in,in     403,403,403  403,403,403  422,404,404  403,404,404  403,403,404  403,403,404  403,403,403  403,403,403  403,403,403
GET  journal-column-new      in,in,in     403,403,403  403,403,403  200,404,404  200,404,404  200,200,404  200,200,404  403,403,403  403,403,403  403,403,403
POST journal-column-new      in,in,in     403,403,403  403,403,403  422,404,404  403,404,404  403,403,404  403,403,404  403,403,403  403,403,403  403,403,403
GET  lesson                  in,in,in     403,403,403  403,403,403  200,404,404  200,404,404  200,200,404  200,200,404  403,403,403  403,403,403  403,403,403
POST lesson                  in,in,in     403,403,403  403,403,403  302,404,404  403,404,404  403,403,404  403,403,404  403,403,403  403,403,403  403,403,403
GET  lesson-changes          in           403          403          403          403          200          200          200          403          403
POST lesson-changes          in           403          403          403          403          422          422          403          403          403
GET  lesson-add              in           403          403          403          403          200          200          403          403          403
POST lesson-add              in           403          403          403          403          422          422          403          403          403
GET  teacher-absence         in           403          403          403          403          200          200          403          403          403
POST teacher-absence         in           403          403          403          403          200          200          403          403          403
GET  lesson-change           in,in,in     403,403,403  403,403,403  403,403,403  403,403,403  200,200,404  200,200,404  403,403,403  403,403,403  403,403,403
POST lesson-change           in,in,in     403,403,403  403,403,403  403,403,403  403,403,403  302,302,404  302,302,404  403,403,403  403,403,403  403,403,403
GET  diary                   in           302          302          403          302          302          302          403          403          403
GET  diary-week              in,in,in     200,404,404  200,404,404  403,403,403  200,404,404  200,200,404  200,200,404  403,403,403  403,403,403  403,403,403
GET  diary-marks             in,in,in     200,404,404  200,404,404  403,403,403  200,404,404  200,200,404  200,200,404  403,403,403  403,403,403  403,403,403
POST diary-marks             in,in,in     302,404,404  302,404,404  403,403,403  302,404,404  302,302,404  302,302,404  403,403,403  403,403,403  403,403,403
GET  diary-messages          in,in,in     200,404,404  200,404,404  403,403,403  200,404,404  200,200,404  200,200,404  403,403,403  403,403,403  403,403,403
POST diary-entry-receipt     in,in,in     302,404,404  302,404,404  403,403,403  403,404,404  403,403,404  403,403,404  403,403,403  403,403,403  403,403,403
GET  classes                 in           403          403          403          302          200          200          200          403          403
GET  class                   in,in,in     403,403,403  403,403,403  403,403,403  200,404,404  200,200,404  200,200,404  200,200,404  403,403,403  403,403,403
GET  class-controls          in,in,in     403,403,403  403,403,403  200,200,404  200,200,404  200,200,404  200,200,404  403,403,403  403,403,403  403,403,403
GET  closing                 in           403          403          403          403          200          200          403          403          403
GET  closing-period          in,in,in     403,403,403  403,403,403  403,403,403  403,403,403  200,200,404  200,200,404  403,403,403  403,403,403  403,403,403
POST closing-period          in,in,in     403,403,403  403,403,403  403,403,403  403,403,403  422,422,404  403,403,404  403,403,403  403,403,403  403,403,403
GET  class-summary           in,in,in     403,403,403  403,403,403  403,403,403  200,404,404  200,200,404  200,200,404  403,403,403  403,403,403  403,403,403
GET  class-decisions         in,in,in     403,403,403  403,403,403  403,403,403  200,404,404  200,200,404  200,200,404  403,403,403  403,403,403  403,403,403
POST class-decisions         in,in,in     403,403,403  403,403,403  403,403,403  403,404,404  302,302,404  403,403,404  403,403,403  403,403,403  403,403,403
GET  oversight               in           403          403          403          403          200          200          403          200          403
GET  installation            in           403          403          403          403          403          403          403          403          200
"""  # noqa: E501 -- a matrix is read across


def rows() -> dict[tuple[str, str], dict[str, list[str]]]:
    """(method, name) → role → answers."""
    lines = [line.split() for line in TABLE.splitlines() if line and not line.startswith("#")]
    return {
        (method, name): dict(zip(ROLES, (cell.split(",") for cell in cells), strict=True))
        for method, name, *cells in lines
    }
