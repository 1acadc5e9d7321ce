package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BuildSource;
import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.observer.BuildInstanceQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.reconcile.Asked;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Instant;
import java.util.Optional;

/** Gathers what the next step of a build needs to know, asking for no more than that. */
final class BuildObserver {

  private final ObservationSession session;
  private final DesiredImage desired;
  private final RecordedImage recorded;

  BuildObserver(ObservationSession session, DesiredImage desired, RecordedImage recorded) {
    this.session = session;
    this.desired = desired;
    this.recorded = recorded;
  }

  /**
   * What was seen; nothing is asked about an image that is not built, or whose build is over.
   *
   * @param imageStands whether there is an image, finished or not
   * @throws ObservationReader.ObservationPendingException when EC2 is still being asked, or could
   *     not be
   */
  Optional<ObservedBuild> observe(boolean imageStands, ClusterContext clusterContext) {
    boolean over = recorded.build().map(BuildStatus::imageId).isPresent() && imageStands;
    if (desired.source().build().isEmpty() || over) {
      return Optional.empty();
    }
    ObservedBuild sight =
        ObservedBuild.of(session.get(BuildInstanceQueries.byOwner(session.owner())));
    if (imageStands) {
      return Optional.of(sight);
    }
    Optional<BuildInstance> present = sight.of(desired.buildToken(recorded.build()));
    Asked<Optional<String>> console =
        Asked.of(() -> present.filter(this::needsConsole).map(builder -> console(builder.id())));
    Asked<Optional<BuildInputs>> inputs =
        Asked.of(() -> mayLaunch(sight) ? Optional.of(inputs(clusterContext)) : Optional.empty());
    return Optional.of(new ObservedBuild(sight.instances(), console.value(), inputs.value()));
  }

  private boolean needsConsole(BuildInstance builder) {
    return switch (builder.state()) {
      case STOPPED, SHUTTING_DOWN, TERMINATED -> true;
      case PENDING, RUNNING, STOPPING, UNKNOWN ->
          recorded
              .build()
              .flatMap(build -> BuildProgress.deadline(source(), build))
              .filter(deadline -> !session.now().isBefore(deadline))
              .isPresent();
    };
  }

  private boolean mayLaunch(ObservedBuild sight) {
    boolean ended =
        recorded
            .build()
            .map(
                build ->
                    build.instanceId() == null
                        || build.failure() != null
                        || build.imageId() != null)
            .orElse(true);
    return ended && sight.live().isEmpty();
  }

  /** A console that cannot be read says so in its own place: a time-out must not wait for it. */
  private String console(String instanceId) {
    Observation<String> observation =
        session.observation(BuildInstanceQueries.consoleOutput(instanceId));
    return observation
            instanceof Observation.Failed<String>(Ec2CallException failure, Instant retryAt)
        ? "GetConsoleOutput: " + failure.getMessage()
        : session.value(observation);
  }

  private BuildInputs inputs(ClusterContext clusterContext) {
    Optional<ReadyState> refusal =
        clusterContext.allowlist().instanceProfileRefusal(source().instanceProfile());
    if (refusal.isPresent()) {
      return new BuildInputs.Missing(refusal.get());
    }
    return switch (clusterContext.userData().apply(source().userData().configMapKeyRef())) {
      case BuildUserData.ReadResult.Unavailable(String why) ->
          missing("source.build.userData", why, Reason.SourceNotFound);
      case BuildUserData.ReadResult.Script(byte[] bytes) -> withBase(bytes, clusterContext);
    };
  }

  private BuildInputs withBase(byte[] userData, ClusterContext clusterContext) {
    ResolvedImage base =
        new ImageResolver(session).resolveBase(source().base(), clusterContext.sibling());
    return base.image()
        .<BuildInputs>map(image -> new BuildInputs.Complete(image, userData))
        .orElseGet(() -> missing("source.build.base", base.message(), Reason.SourceNotReady));
  }

  /** Whatever is missing may come without a change of this object, so it is looked for again. */
  private static BuildInputs missing(String what, String why, Reason reason) {
    return new BuildInputs.Missing(
        new ReadyState.Blocked(
            reason,
            "%s: %s. It is looked for every minute.".formatted(what, why),
            Requeue.BUILD_INPUT_MISSING));
  }

  private BuildSource source() {
    return desired.source().build().orElseThrow();
  }
}
