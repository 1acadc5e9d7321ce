package dev.amioperator.ec2;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An EC2 instance that was launched to build an image of it (DescribeInstances).
 *
 * @param stateReason EC2's reason for the state; empty when EC2 gives none
 * @param spotRequestId the Spot request, which launches the instance again until it is cancelled
 * @param clientToken of the launch; empty for an instance that a Spot request launched
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

  /** EC2's instance states (InstanceState); {@code UNKNOWN} is any other. */
  public enum State {
    PENDING,
    RUNNING,
    STOPPING,
    STOPPED,
    SHUTTING_DOWN,
    TERMINATED,
    UNKNOWN;

    /** The state as EC2 writes it. */
    public String value() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Whether the instance or a volume of it may still exist. */
  public boolean live() {
    return state != State.TERMINATED;
  }

  /** Whether TerminateInstances was not called for the instance yet. */
  public boolean needsTermination() {
    return live() && state != State.SHUTTING_DOWN;
  }
}
