"""What mutations answer instead of their success, and what was wrong with a file."""

from typing import Annotated

import strawberry

from graph.context import RequestInfo
from graph.sentences import sentence
from graph.types.enums import InputProblemCode, Locale, ProblemCode
from models.entities import Problem, Skipped
from resolvers.validation import InputProblem, Refused

LocaleArgument = Annotated[
    Locale | None,
    strawberry.argument(description="Language; else Accept-Language's, else the profile's."),
]


@strawberry.type(name="FileProblem", description="Something that was wrong with a file, or a part that was skipped.")
class FileProblemType:
    code: ProblemCode = strawberry.field(description="Stable code for programs.")
    detail: str = strawberry.field(description="Facts for developers, in English; never needed to understand the code.")

    @strawberry.field(description="A sentence for the person.")
    async def message(self, info: RequestInfo, locale: LocaleArgument = strawberry.UNSET) -> str:
        return sentence(self.code, await info.context.language(locale or None))


@strawberry.type(name="InputProblem", description="One input field that cannot be used.")
class InputProblemType:
    field: str = strawberry.field(description="The field, as the input type names it.")
    code: InputProblemCode = strawberry.field(description="What is wrong.")
    message: str = strawberry.field(description="The same for developers, in English.")


@strawberry.type(description="The input cannot be used; nothing was changed.")
class InputRefused:
    problems: list[InputProblemType] = strawberry.field(description="Every problem, not only the first.")


@strawberry.type(description="The client key already names an upload of other content; nothing was changed.")
class UploadConflict:
    field: str = strawberry.field(description="The field that is taken.")
    message: str = strawberry.field(description="The same for developers, in English.")


@strawberry.type(name="NotFound", description="It is not there, or not yours: the answer is the same.")
class NotFoundType:
    message: str = strawberry.field(description="The same for developers, in English.")


def file_problem(problem: Problem | Skipped) -> FileProblemType:
    return FileProblemType(code=problem.code, detail=problem.detail)


def input_problem(problem: InputProblem) -> InputProblemType:
    return InputProblemType(field=problem.field, code=problem.code, message=problem.message)


def input_refused(refused: Refused) -> InputRefused:
    return InputRefused(problems=[input_problem(problem) for problem in refused.problems])
