package dev.amioperator.simulator.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A report on who uses an image in other accounts (CreateImageUsageReport). */
public final class UsageReport extends Resource {
  /** How long a report is kept. */
  public static final Duration KEPT = Duration.ofDays(30);

  private final String imageId;
  private final Map<String, Object> request;
  private final Maturing making;
  private final List<Entry> entries;

  /** How many resources of a type use the image in an account. */
  public record Entry(String accountId, String resourceType, long count) {}

  /**
   * @param request what was asked, by the names in the API
   */
  public UsageReport(
      String id,
      String ownerId,
      String imageId,
      Map<String, Object> request,
      Maturing making,
      List<Entry> entries) {
    super(id, ownerId);
    this.imageId = imageId;
    this.request = Map.copyOf(request);
    this.making = making;
    this.entries = List.copyOf(entries);
  }

  @Override
  public String type() {
    return "image-usage-report";
  }

  public String imageId() {
    return imageId;
  }

  public Map<String, Object> request() {
    return request;
  }

  public Instant created() {
    return making.start();
  }

  public Instant expires() {
    return making.start().plus(KEPT);
  }

  public boolean available(Instant now) {
    return making.stage(now) == Maturing.Stage.DONE;
  }

  /** What it says, once it is available. */
  public List<Entry> entries() {
    return entries;
  }
}
