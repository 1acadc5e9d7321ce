package dev.amioperator.attributes;

import dev.amioperator.api.v1alpha1.FastLaunchSpec;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Windows fast launch of an image as a spec desires it.
 *
 * @param settings the settings of EnableFastLaunch, used while it is enabled
 */
public record DesiredFastLaunch(boolean enabled, FastLaunch.Settings settings) {
  /** Pause after a failure: each attempt of EC2 launches instances, which cost money. */
  static final Duration RETRY_INTERVAL = Duration.ofHours(1);

  /** The desired fast launch of an AmiImage's spec. */
  public static DesiredFastLaunch of(FastLaunchSpec spec) {
    return new DesiredFastLaunch(
        spec.enabled(),
        new FastLaunch.Settings(
            Optional.ofNullable(spec.targetResourceCount()),
            Optional.ofNullable(spec.maxParallelLaunches()),
            Optional.ofNullable(spec.launchTemplate())
                .map(
                    template ->
                        new FastLaunch.LaunchTemplate(
                            Optional.ofNullable(template.id()),
                            Optional.ofNullable(template.name()),
                            template.version()))));
  }

  /** Whether EC2 supports fast launch of the image: Windows images only. */
  public static boolean isSupported(Image image) {
    return image.settings().windows();
  }

  /** The EC2 call that enables or disables fast launch; empty if done or in progress. */
  public Optional<ImageAction> change(Image image, FastLaunch observed, Instant now) {
    ImageAction enable = new ImageAction.EnableFastLaunch(image.id(), settings);
    ImageAction disable = new ImageAction.DisableFastLaunch(image.id());
    return switch (observed.state()) {
      case OFF -> changeIf(enabled, enable);
      case ENABLED, ENABLED_FAILED ->
          enabled ? changeIf(!settings.matches(observed.settings()), enable) : Optional.of(disable);
      // EC2 has to delete its snapshots before fast launch can be enabled again.
      case ENABLING_FAILED ->
          changeIf(
              !enabled || !settings.matches(observed.settings()) || retryDue(observed, now),
              disable);
      case DISABLING_FAILED -> changeIf(retryDue(observed, now), disable);
      case ENABLING -> changeIf(!enabled, disable);
      case DISABLING, UNKNOWN -> Optional.empty();
    };
  }

  /** The ready state of an image whose fast launch is not as desired. */
  public Optional<ReadyState> notReadyState(Image image, FastLaunch observed) {
    if (enabled && !isSupported(image)) {
      return Optional.of(
          new ReadyState.Stalled(
              Reason.FastLaunchFailed,
              ("%s is not a Windows image, and EC2 supports fast launch of Windows images only."
                      + " Remove spec.fastLaunch.")
                  .formatted(image.id())));
    }
    return switch (observed.state()) {
      case OFF, ENABLED -> Optional.empty();
      case ENABLING, DISABLING, UNKNOWN -> Optional.of(inProgress(image, observed));
      case ENABLING_FAILED, ENABLED_FAILED, DISABLING_FAILED ->
          Optional.of(failed(image, observed));
    };
  }

  /** Disables fast launch before an image is deregistered; empty when it is off. */
  public static Optional<Plan> disableBeforeDeregistration(
      Image image, FastLaunch observed, Instant now) {
    if (observed.state() == FastLaunch.State.OFF) {
      return Optional.empty();
    }
    List<AwsAction> disable =
        new DesiredFastLaunch(false, FastLaunch.Settings.UNSPECIFIED)
            .change(image, observed, now).stream().map(AwsAction.class::cast).toList();
    ReadyState readyState =
        disable.isEmpty() && observed.state() == FastLaunch.State.DISABLING_FAILED
            ? new ReadyState.Blocked(
                Reason.FastLaunchFailed,
                failed(image, observed).message(),
                Requeue.FAST_LAUNCH_FAILED)
            : deleting(image, observed);
    return Optional.of(new Plan(disable, readyState));
  }

  private static ReadyState deleting(Image image, FastLaunch observed) {
    String next = "; EC2 has to delete its snapshots before the image is deregistered.";
    return new ReadyState.Reconciling(
        Reason.Deleting, stateOf(image, observed) + next, Requeue.FAST_LAUNCH_CHANGING);
  }

  private static ReadyState inProgress(Image image, FastLaunch observed) {
    String next = ", which takes EC2 up to an hour; the image can be launched meanwhile.";
    return new ReadyState.Reconciling(
        Reason.Progressing, stateOf(image, observed) + next, Requeue.FAST_LAUNCH_CHANGING);
  }

  private static String stateOf(Image image, FastLaunch observed) {
    return "Fast launch of %s is %s".formatted(image.id(), observed.state().value());
  }

  private static ReadyState failed(Image image, FastLaunch observed) {
    String reported = observed.stateTransitionReason();
    String cause = reported.isEmpty() ? "EC2 reported no reason" : reported;
    String next =
        switch (observed.state()) {
          case ENABLING_FAILED ->
              "Fix this; it is retried an hour after the failure, and at once when"
                  + " spec.fastLaunch changes.";
          case DISABLING_FAILED ->
              "Fix this; it is retried every hour. DisableFastLaunch with Force abandons the"
                  + " snapshots that EC2 could not delete.";
          default -> "Fix this, and EC2 continues; instances start slowly until then.";
        };
    return new ReadyState.Stalled(
        Reason.FastLaunchFailed, "%s: %s. %s".formatted(stateOf(image, observed), cause, next));
  }

  /** Whether a failure may be retried; not if EC2 reports no time of it. */
  private static boolean retryDue(FastLaunch observed, Instant now) {
    return observed
        .stateTransitionTime()
        .map(since -> !now.isBefore(since.plus(RETRY_INTERVAL)))
        .orElse(false);
  }

  private static Optional<ImageAction> changeIf(boolean differs, ImageAction change) {
    return differs ? Optional.of(change) : Optional.empty();
  }
}
