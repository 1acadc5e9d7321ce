package dev.amioperator.simulator.wire;

/** Dialects of the AWS Query protocol. */
enum QueryDialect {
  /** EC2: lists in requests are always flat, and responses have no result wrapper. */
  EC2,
  /** Other AWS services: lists have a {@code member} level, and responses a result wrapper. */
  AWS_QUERY
}
