package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.FastLaunch;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.DescribeFastLaunchImagesSuccessItem;
import software.amazon.awssdk.services.ec2.model.EnableFastLaunchRequest;
import software.amazon.awssdk.services.ec2.model.FastLaunchLaunchTemplateSpecificationResponse;

/** Maps Windows fast launch to EC2's requests, and from its responses. */
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
        Responses.toEnum(item.state(), FastLaunch.State.UNKNOWN),
        Responses.text(item.stateTransitionReason()),
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
        Responses.text(template.version()));
  }
}
