package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.ownership.Owner;
import dev.amioperator.retention.PolicyConfigMaps.Content;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the report pages of policies into ConfigMaps, {@code <policy>-report}, when they change.
 */
@ApplicationScoped
class ReportStore {
  static final String PAGE_KEY = "report.html";

  /** Between two checks that what this process wrote is still there. */
  private static final Duration RECHECKED_AFTER = Duration.ofHours(1);

  private final PolicyConfigMaps configMaps;
  private final Map<String, Written> written = new ConcurrentHashMap<>();

  ReportStore(PolicyConfigMaps configMaps) {
    this.configMaps = configMaps;
  }

  private record Written(String hash, Instant at) {}

  /**
   * Writes a page, unless it is written.
   *
   * @throws PolicyConfigMaps.UnavailableException if ConfigMaps cannot be written
   */
  void write(AmiRetentionPolicy policy, String page, Instant now) {
    String uid = policy.getMetadata().getUid();
    String hash = Owner.hash(page);
    Written last = written.get(uid);
    if (last != null && last.hash.equals(hash) && now.isBefore(last.at.plus(RECHECKED_AFTER))) {
      return;
    }
    String name = policy.getMetadata().getName() + "-report";
    Optional<Content> found = configMaps.read(policy, name);
    if (found.filter(content -> page.equals(content.text().get(PAGE_KEY))).isEmpty()) {
      configMaps.replace(policy, name, new Content(Map.of(PAGE_KEY, page), Map.of()));
    }
    written.put(uid, new Written(hash, now));
  }

  /** Drops what is remembered about a deleted policy. */
  void forget(AmiRetentionPolicy policy) {
    written.remove(policy.getMetadata().getUid());
  }
}
