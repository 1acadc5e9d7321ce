package dev.amioperator.simulator.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * State of the simulated AWS. It is not thread-safe: {@code CallDispatcher} admits a single call at
 * a time.
 */
public final class CloudState {
  /** AWS account that exists from the start. */
  public static final String DEFAULT_ACCOUNT = "123456789012";

  /** Regions of the aws partition: all without opt-in, and a few with. */
  public static final List<String> REGIONS =
      List.of(
          "af-south-1",
          "ap-east-1",
          "ap-northeast-1",
          "ap-northeast-2",
          "ap-northeast-3",
          "ap-south-1",
          "ap-southeast-1",
          "ap-southeast-2",
          "ca-central-1",
          "cn-north-1",
          "cn-northwest-1",
          "eu-central-1",
          "eu-north-1",
          "eu-south-1",
          "eu-west-1",
          "eu-west-2",
          "eu-west-3",
          "sa-east-1",
          "us-east-1",
          "us-east-2",
          "us-gov-east-1",
          "us-gov-west-1",
          "us-west-1",
          "us-west-2");

  /** Regions that an account has to enable before its first call. */
  public static final Set<String> OPT_IN_REGIONS = Set.of("af-south-1", "ap-east-1", "eu-south-1");

  private final Map<String, Region> regions = new TreeMap<>();
  private final Map<String, Account> accounts = new TreeMap<>();
  private final IdGenerator ids = new IdGenerator();
  private final List<Denial> denials = new ArrayList<>();
  private Identities identities = new Identities();
  private S3Storage s3 = new S3Storage();
  private Timing timing = Timing.DEFAULT;
  private Quotas quotas = Quotas.DEFAULT;
  private boolean volumesInDescriptions;

  /** Creates an AWS cloud without resources. */
  public CloudState() {
    REGIONS.forEach(name -> regions.put(name, new Region(name, ids)));
    account(DEFAULT_ACCOUNT);
  }

  /** AWS region by name; empty if AWS has no such region. */
  public Optional<Region> region(String name) {
    return Optional.ofNullable(regions.get(name));
  }

  /** Every AWS region, by name. */
  public Iterable<Region> regions() {
    return regions.values();
  }

  /** AWS account by id, created on first use. */
  public Account account(String id) {
    return accounts.computeIfAbsent(id, Account::new);
  }

  /** Generator of AWS resource ids. */
  public IdGenerator ids() {
    return ids;
  }

  /** Mutable list of denials of AWS actions. */
  public List<Denial> denials() {
    return denials;
  }

  /** IAM roles and access keys. */
  public Identities identities() {
    return identities;
  }

  /** Objects in S3. */
  public S3Storage s3() {
    return s3;
  }

  /** Durations of AWS operations. */
  public Timing timing() {
    return timing;
  }

  /** Sets the durations of AWS operations. */
  public void timing(Timing newTiming) {
    timing = newTiming;
  }

  /** Quotas of each AWS account and region. */
  public Quotas quotas() {
    return quotas;
  }

  /** Sets the quotas of each AWS account and region. */
  public void quotas(Quotas newQuotas) {
    quotas = newQuotas;
  }

  /** Whether CreateImage names the volume in the descriptions of snapshots, as it once did. */
  public boolean volumesInDescriptions() {
    return volumesInDescriptions;
  }

  /** Sets whether CreateImage names the volume in the descriptions of snapshots. */
  public void volumesInDescriptions(boolean named) {
    volumesInDescriptions = named;
  }

  /** Removes all AWS resources, and resets the settings. */
  public void clear() {
    regions.replaceAll((name, _) -> new Region(name, ids));
    accounts.clear();
    account(DEFAULT_ACCOUNT);
    denials.clear();
    identities = new Identities();
    s3 = new S3Storage();
    timing = Timing.DEFAULT;
    quotas = Quotas.DEFAULT;
    volumesInDescriptions = false;
  }
}
