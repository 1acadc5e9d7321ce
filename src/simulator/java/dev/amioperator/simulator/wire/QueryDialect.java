package dev.amioperator.simulator.wire;

/** The two ways in which AWS services speak the Query protocol. */
enum QueryDialect {
  /** EC2: lists are always flat in requests, and answers have no result wrapper. */
  EC2,
  /** STS and others: lists have a {@code member} level, and answers a result wrapper. */
  AWS_QUERY
}
