package dev.amioperator.observer;

import dev.amioperator.ec2.AwsRegion;
import java.util.List;

/** Queries about the AWS regions of an account. */
public final class RegionQueries {
  private static final QueryType<List<AwsRegion>> ALL =
      QueryType.<List<AwsRegion>>unbatched(
              "regions of the account, from",
              (reads, region) -> reads.ec2().regions(reads.accountRegion()))
          .readBy(ReadFrequency.REGIONS);

  private RegionQueries() {}

  /** Every region of the partition, enabled for the account or not; asked in an enabled region. */
  public static Query<List<AwsRegion>> all() {
    return Query.ofRegion(ALL);
  }
}
