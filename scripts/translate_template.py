"""Print template.yaml as CloudFormation will see it: what SAM makes of it, offline.

`sam validate --lint` looks at the source alone. What is wrong in the result (a circle of resources, a list where SAM
takes none) is otherwise told by AWS, after minutes. Runs in SAM CLI's environment: NAME=VALUE gives parameters.
"""

import json
import logging
import sys
from pathlib import Path

import boto3
from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

TEMPLATE = Path(__file__).parents[1] / "template.yaml"
PACKAGE = "s3://packages/function.zip"  # SAM CLI uploads src/ first, and names it so


def main() -> None:
    """Translate with the parameters of the command line; raises InvalidDocumentException."""
    logging.disable(logging.WARNING)
    template = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
    template["Globals"]["Function"]["CodeUri"] = PACKAGE
    parameters = dict(argument.split("=", 1) for argument in sys.argv[1:])
    session = boto3.Session(region_name="us-east-1")
    made = Translator({}, Parser(), boto_session=session).translate(template, parameters)
    json.dump(made, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
