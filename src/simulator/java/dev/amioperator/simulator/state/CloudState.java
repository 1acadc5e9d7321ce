package dev.amioperator.simulator.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything the simulated cloud remembers. Not thread-safe: the front door lets one call in at a
 * time.
 */
public final class CloudState {
  /** The account that exists from the start. */
  public static final String DEFAULT_ACCOUNT = "123456789012";

  /** The regions of the aws partition that need no opt-in, and a few that do. */
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
          "eu-central-1",
          "eu-north-1",
          "eu-south-1",
          "eu-west-1",
          "eu-west-2",
          "eu-west-3",
          "sa-east-1",
          "us-east-1",
          "us-east-2",
          "us-west-1",
          "us-west-2");

  private final Map<String, Region> regions = new TreeMap<>();
  private final Map<String, Account> accounts = new TreeMap<>();
  private final IdGenerator ids = new IdGenerator();
  private final List<Denial> denials = new ArrayList<>();
  private Identities identities = new Identities();
  private S3Storage s3 = new S3Storage();
  private Timing timing = Timing.DEFAULT;
  private Quotas quotas = Quotas.DEFAULT;

  public CloudState() {
    REGIONS.forEach(name -> regions.put(name, new Region(name, ids)));
    account(DEFAULT_ACCOUNT);
  }

  /** A region by name; empty if AWS has none of that name. */
  public Optional<Region> region(String name) {
    return Optional.ofNullable(regions.get(name));
  }

  /** Every region, by name. */
  public Iterable<Region> regions() {
    return regions.values();
  }

  /** An account, which comes into being when it is first spoken of. */
  public Account account(String id) {
    return accounts.computeIfAbsent(id, Account::new);
  }

  public IdGenerator ids() {
    return ids;
  }

  /** Who may not do what; changeable. */
  public List<Denial> denials() {
    return denials;
  }

  /** Roles and access keys. */
  public Identities identities() {
    return identities;
  }

  /** Objects in S3. */
  public S3Storage s3() {
    return s3;
  }

  public Timing timing() {
    return timing;
  }

  public void timing(Timing newTiming) {
    timing = newTiming;
  }

  public Quotas quotas() {
    return quotas;
  }

  public void quotas(Quotas newQuotas) {
    quotas = newQuotas;
  }

  /** Forgets everything, the timing and quotas that were set included. */
  public void clear() {
    regions.replaceAll((name, _) -> new Region(name, ids));
    accounts.clear();
    account(DEFAULT_ACCOUNT);
    denials.clear();
    identities = new Identities();
    s3 = new S3Storage();
    timing = Timing.DEFAULT;
    quotas = Quotas.DEFAULT;
  }
}
