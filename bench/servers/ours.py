"""The service itself, as `make serve` runs it, but for its engine, which is given."""

from bench.servers import shared
from bench.servers.shared import OPTIONS
from graph.app import make_app
from models.settings import Settings, use

if __name__ == "__main__":
    use(
        Settings(
            table=OPTIONS["table"],
            region=OPTIONS["region"],
            dynamodb_url=OPTIONS["dynamodb"],
            local_secret=OPTIONS["secret"],
            issuer=OPTIONS["issuer"],
            client_id=OPTIONS["client_id"],
            jwks=OPTIONS["jwks"],
            cursor_secret=OPTIONS["secret"],
            points_per_s=0,  # nobody may ask as often as a benchmark does
        )
    )
    shared.serve(make_app())
