package dev.amioperator.ec2;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Windows fast launch of one image, as DescribeFastLaunchImages shows it: EC2 keeps snapshots of
 * its own ready, so that instances start sooner.
 *
 * @param stateTransitionReason EC2's words on why the state was reached; empty when there are none
 * @param stateTransitionTime when the state was reached; empty when that is not told
 */
public record FastLaunch(
    State state,
    String stateTransitionReason,
    Optional<Instant> stateTransitionTime,
    Settings settings) {
  /** An image that EC2 does not list. */
  public static final FastLaunch OFF =
      new FastLaunch(State.OFF, "", Optional.empty(), Settings.UNSPECIFIED);

  /** EC2's states (FastLaunchStateCode), and the one of an image that is not listed. */
  public enum State {
    OFF,
    ENABLING,
    ENABLING_FAILED,
    ENABLED,
    /** It is on, and EC2 could not make all the snapshots that it needs. */
    ENABLED_FAILED,
    DISABLING,
    DISABLING_FAILED,
    /** A state that this version does not know. */
    UNKNOWN;

    /** The word as EC2 writes it. */
    public String value() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * How it is set up; what is empty is left to EC2 when it is asked for, and unknown when shown.
   *
   * @param targetResourceCount how many snapshots are kept ready (TargetResourceCount)
   * @param maxParallelLaunches how many instances are launched at once to make them
   */
  public record Settings(
      Optional<Integer> targetResourceCount,
      Optional<Integer> maxParallelLaunches,
      Optional<LaunchTemplate> launchTemplate) {
    public static final Settings UNSPECIFIED =
        new Settings(Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether this is what is shown, as far as this says anything. */
    public boolean matches(Settings shown) {
      return targetResourceCount
              .map(wanted -> shown.targetResourceCount.equals(Optional.of(wanted)))
              .orElse(true)
          && maxParallelLaunches
              .map(wanted -> shown.maxParallelLaunches.equals(Optional.of(wanted)))
              .orElse(true)
          && launchTemplate
              .map(wanted -> shown.launchTemplate.filter(wanted::matches).isPresent())
              .orElse(true);
    }
  }

  /**
   * The launch template that the snapshots are made by.
   *
   * @param id empty when it is named by its name
   * @param version a number, {@code $Latest} or {@code $Default}
   */
  public record LaunchTemplate(Optional<String> id, Optional<String> name, String version) {
    /** EC2 may show the number that a name of a version stood for, and the id beside the name. */
    boolean matches(LaunchTemplate shown) {
      return equalWhenBothKnown(id, shown.id)
          && equalWhenBothKnown(name, shown.name)
          && (version.equals(shown.version)
              || shown.version.isEmpty()
              || (version.startsWith("$") && !shown.version.startsWith("$")));
    }

    private static boolean equalWhenBothKnown(Optional<String> wanted, Optional<String> shown) {
      return wanted.isEmpty() || shown.isEmpty() || wanted.equals(shown);
    }
  }
}
