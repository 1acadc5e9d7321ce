package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.FastLaunch.State;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.DescribeFastLaunchImagesSuccessItem;
import software.amazon.awssdk.services.ec2.model.EnableFastLaunchRequest;
import software.amazon.awssdk.services.ec2.model.FastLaunchLaunchTemplateSpecificationResponse;
import software.amazon.awssdk.services.ec2.model.FastLaunchStateCode;

/** Windows fast launch in EC2's words and in the operator's. */
final class FastLaunchMapper {
  private FastLaunchMapper() {}

  static EnableFastLaunchRequest enableRequest(String imageId, FastLaunch.Settings settings) {
    var request =
        EnableFastLaunchRequest.builder()
            .imageId(imageId)
            .maxParallelLaunches(settings.maxParallelLaunches().orElse(null));
    settings
        .targetResourceCount()
        .ifPresent(count -> request.snapshotConfiguration(c -> c.targetResourceCount(count)));
    settings
        .launchTemplate()
        .ifPresent(
            template ->
                request.launchTemplate(
                    t ->
                        t.launchTemplateId(template.id().orElse(null))
                            .launchTemplateName(template.name().orElse(null))
                            .version(template.version())));
    return request.build();
  }

  static FastLaunch fromResponse(DescribeFastLaunchImagesSuccessItem item) {
    return new FastLaunch(
        state(item.state()),
        item.stateTransitionReason() == null ? "" : item.stateTransitionReason(),
        Optional.ofNullable(item.stateTransitionTime()),
        new FastLaunch.Settings(
            Optional.ofNullable(item.snapshotConfiguration())
                .map(configuration -> configuration.targetResourceCount()),
            Optional.ofNullable(item.maxParallelLaunches()),
            Optional.ofNullable(item.launchTemplate()).map(FastLaunchMapper::template)));
  }

  private static FastLaunch.LaunchTemplate template(
      FastLaunchLaunchTemplateSpecificationResponse template) {
    return new FastLaunch.LaunchTemplate(
        Optional.ofNullable(template.launchTemplateId()),
        Optional.ofNullable(template.launchTemplateName()),
        template.version() == null ? "" : template.version());
  }

  private static State state(FastLaunchStateCode state) {
    return switch (state) {
      case null -> State.UNKNOWN;
      case ENABLING -> State.ENABLING;
      case ENABLING_FAILED -> State.ENABLING_FAILED;
      case ENABLED -> State.ENABLED;
      case ENABLED_FAILED -> State.ENABLED_FAILED;
      case DISABLING -> State.DISABLING;
      case DISABLING_FAILED -> State.DISABLING_FAILED;
      case UNKNOWN_TO_SDK_VERSION -> State.UNKNOWN;
    };
  }
}
