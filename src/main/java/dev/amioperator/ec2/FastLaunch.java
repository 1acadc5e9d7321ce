package dev.amioperator.ec2;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Windows fast launch of an image (DescribeFastLaunchImages): EC2 prepares snapshots, so that
 * instances start sooner.
 *
 * @param stateTransitionReason EC2's reason for the state; empty when EC2 gives none
 * @param stateTransitionTime when the state was reached; empty when EC2 does not report it
 */
public record FastLaunch(
    State state,
    String stateTransitionReason,
    Optional<Instant> stateTransitionTime,
    Settings settings) {
  /** Fast launch of an image that EC2 does not list. */
  public static final FastLaunch OFF =
      new FastLaunch(State.OFF, "", Optional.empty(), Settings.UNSPECIFIED);

  /** EC2's fast launch states (FastLaunchStateCode); {@code OFF} is an unlisted image's. */
  public enum State {
    OFF,
    ENABLING,
    ENABLING_FAILED,
    ENABLED,
    /** On, but EC2 could not create every snapshot that it needs. */
    ENABLED_FAILED,
    DISABLING,
    DISABLING_FAILED,
    /** A state that this version does not know. */
    UNKNOWN;

    /** The state as EC2 writes it. */
    public String value() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Fast launch settings; an empty setting is EC2's choice when desired, unknown when observed.
   *
   * @param targetResourceCount how many snapshots EC2 keeps ready (TargetResourceCount)
   * @param maxParallelLaunches how many instances EC2 launches at once to create them
   */
  public record Settings(
      Optional<Integer> targetResourceCount,
      Optional<Integer> maxParallelLaunches,
      Optional<LaunchTemplate> launchTemplate) {
    public static final Settings UNSPECIFIED =
        new Settings(Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether EC2's settings are these desired settings, where any are set. */
    public boolean matches(Settings observed) {
      return unsetOrEqual(targetResourceCount, observed.targetResourceCount)
          && unsetOrEqual(maxParallelLaunches, observed.maxParallelLaunches)
          && launchTemplate
              .map(desired -> observed.launchTemplate.filter(desired::matches).isPresent())
              .orElse(true);
    }

    private static boolean unsetOrEqual(Optional<Integer> desired, Optional<Integer> observed) {
      return desired.isEmpty() || desired.equals(observed);
    }
  }

  /**
   * The launch template with which EC2 creates the snapshots.
   *
   * @param id empty when it is identified by name
   * @param version a number, {@code $Latest} or {@code $Default}
   */
  public record LaunchTemplate(Optional<String> id, Optional<String> name, String version) {
    /** EC2 may report the number behind {@code $Latest}, and the id beside the name. */
    boolean matches(LaunchTemplate observed) {
      return equalWhenBothKnown(id, observed.id)
          && equalWhenBothKnown(name, observed.name)
          && (version.equals(observed.version)
              || observed.version.isEmpty()
              || (version.startsWith("$") && !observed.version.startsWith("$")));
    }

    private static boolean equalWhenBothKnown(Optional<String> desired, Optional<String> observed) {
      return desired.isEmpty() || observed.isEmpty() || desired.equals(observed);
    }
  }
}
