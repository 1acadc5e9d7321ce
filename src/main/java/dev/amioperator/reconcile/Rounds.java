package dev.amioperator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The rounds of questions that objects are in the middle of. A decision needs several answers, and
 * they come in later reconciles; were each reconcile to want answers of its own age, a slow EC2
 * would never give enough of them at once. So what was asked within one round fits together.
 */
@ApplicationScoped
public class Rounds {
  /** Answers further apart than this do not fit together: a new round begins. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Map<String, Instant> begun = new ConcurrentHashMap<>();
  private final Duration permissionsInterval;

  Rounds(
      @ConfigProperty(name = "ami-operator.permissions-interval", defaultValue = "1h")
          Duration permissionsInterval) {
    this.permissionsInterval = permissionsInterval;
  }

  /** How fresh answers have to be for the round that the object is in, or begins now. */
  public Freshness join(HasMetadata object, Instant now, boolean settled) {
    return join(object.getMetadata().getUid(), now, settled);
  }

  /** The same for a part of an object that is decided by itself. */
  public Freshness join(String part, Instant now, boolean settled) {
    Instant since =
        begun.compute(
            part, (p, start) -> start == null || start.isBefore(now.minus(LONGEST)) ? now : start);
    return new Freshness(now, since, settled, permissionsInterval);
  }

  /** Enough was known to decide. */
  public void over(HasMetadata object) {
    over(object.getMetadata().getUid());
  }

  /** Enough was known to decide on a part of an object. */
  public void over(String part) {
    begun.remove(part);
  }
}
