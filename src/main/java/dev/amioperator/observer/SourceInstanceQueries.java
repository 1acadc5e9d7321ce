package dev.amioperator.observer;

import dev.amioperator.ec2.SourceInstance;

/** Queries about the EC2 instances that images are to be created from. */
public final class SourceInstanceQueries {
  private static final QueryType<Presence<SourceInstance>> BY_ID =
      QueryType.presence(
          "instance",
          BatchFilters.on("instance-id"),
          (reads, filters) ->
              reads.buildInstances().sourceInstances(reads.accountRegion(), filters),
          SourceInstance::id,
          (earlier, later) -> later);

  private SourceInstanceQueries() {}

  /** An instance of the account by id; EC2 lists it for about an hour after its end. */
  public static Query<Presence<SourceInstance>> byId(String instanceId) {
    return new Query<>(BY_ID, instanceId);
  }
}
