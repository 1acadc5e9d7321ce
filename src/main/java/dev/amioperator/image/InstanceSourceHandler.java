package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.observer.SourceInstanceQueries;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.ReadyState;
import java.time.Duration;
import java.time.Instant;
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
    return ObservedImageSource.of(session.get(SourceInstanceQueries.byId(source.instanceId())));
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
