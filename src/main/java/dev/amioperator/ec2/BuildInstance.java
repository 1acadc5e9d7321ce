package dev.amioperator.ec2;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An instance that was launched to make an image of it, as DescribeInstances shows it.
 *
 * @param stateReason EC2's words on why it is in its state; empty when there are none
 * @param spotRequestId the request that would launch it again until it is cancelled
 * @param clientToken of the launch; EC2 shows none for an instance that a Spot request launched
 */
public record BuildInstance(
    String id,
    State state,
    String stateReason,
    Instant launchTime,
    Optional<String> spotRequestId,
    Optional<String> clientToken,
    Map<String, String> tags) {
  public BuildInstance {
    tags = Map.copyOf(tags);
  }

  /** EC2's instance states (InstanceState); {@code UNKNOWN} is one that this version lacks. */
  public enum State {
    PENDING,
    RUNNING,
    STOPPING,
    STOPPED,
    SHUTTING_DOWN,
    TERMINATED,
    UNKNOWN;

    /** The word as EC2 writes it. */
    public String value() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Whether it, or a volume of it, may still be there. */
  public boolean live() {
    return state != State.TERMINATED;
  }

  /** Whether nobody has told it to go yet. */
  public boolean needsTermination() {
    return live() && state != State.SHUTTING_DOWN;
  }
}
