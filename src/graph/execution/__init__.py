"""Operations carried out by plans, in place of graphql-core's field by field."""
