package dev.amioperator.simulator.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Report on the use of an image in other accounts (CreateImageUsageReport). */
public final class UsageReport extends Resource {
  /** Retention period of an image usage report. */
  public static final Duration RETENTION = Duration.ofDays(30);

  private final String imageId;
  private final Map<String, Object> request;
  private final AsyncOperation creation;
  private final List<Entry> entries;

  /** Number of resources of a type that use the image in an account. */
  public record Entry(String accountId, String resourceType, long count) {}

  /**
   * @param request members of the request by name
   */
  public UsageReport(
      String id,
      String ownerId,
      String imageId,
      Map<String, Object> request,
      AsyncOperation creation,
      List<Entry> entries) {
    super(id, ownerId);
    this.imageId = imageId;
    this.request = Map.copyOf(request);
    this.creation = creation;
    this.entries = List.copyOf(entries);
  }

  @Override
  public String type() {
    return "image-usage-report";
  }

  /** Image of the usage report. */
  public String imageId() {
    return imageId;
  }

  /** Members of the request for the image usage report. */
  public Map<String, Object> request() {
    return request;
  }

  /** Creation time of the image usage report. */
  public Instant created() {
    return creation.start();
  }

  /** Expiry time of the image usage report. */
  public Instant expires() {
    return creation.start().plus(RETENTION);
  }

  /** Whether the image usage report is available at an instant. */
  public boolean available(Instant now) {
    return creation.stage(now) == AsyncOperation.Stage.DONE;
  }

  /** Entries of the image usage report, once it is available. */
  public List<Entry> entries() {
    return entries;
  }
}
