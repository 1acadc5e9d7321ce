package dev.amioperator.image;

import dev.amioperator.account.SourceAllowlist;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SourceInstance;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.observer.SourceInstanceQueries;
import dev.amioperator.ownership.NamespaceResources;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.RequestedRead;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** {@code source.instance}: CreateImage of an EC2 instance. */
record InstanceSourceHandler(ImageSource.Instance source) implements SourceHandler {
  @Override
  public Optional<AwsAction> createAction(DesiredImage desired) {
    return Optional.of(
        new ImageCreationAction.CreateImage(
            desired.imageName(),
            desired.attributes().description(),
            source.instanceId(),
            source.noReboot(),
            DesiredBlockDevices.overridden(source.blockDeviceMappings()).toList(),
            desired.tagsOnCreate()));
  }

  @Override
  public ObservedImageSource observe(ObservationSession session) {
    RequestedRead<Presence<SourceInstance>> instance =
        session.request(SourceInstanceQueries.byId(source.instanceId()));
    Map<String, Presence<Snapshot>> snapshots =
        session.getAll(
            DesiredBlockDevices.snapshotIds(source.blockDeviceMappings()), SnapshotQueries::byId);
    return ObservedImageSource.of(instance.value(), snapshots);
  }

  @Override
  public Optional<ReadyState> refusal(
      SourceAllowlist allowlist, NamespaceResources claim, ObservedImageSource observed) {
    return allowlist
        .instanceRefusal(source.instanceId())
        .or(
            () ->
                observed
                    .instance()
                    .flatMap(Presence::found)
                    .flatMap(found -> allowlist.instanceRefusal(found, claim)))
        .or(() -> observed.snapshotRefusal(allowlist, claim));
  }

  @Override
  public Optional<ReadyState> creationObstacle(
      ObservedImageSource observed, Instant readAt, Duration grace) {
    return observed
        .instance()
        .flatMap(instance -> SourceInstanceCheck.obstacle(source, instance, readAt, grace));
  }

  @Override
  public String contentDescription() {
    return "The instance";
  }
}
