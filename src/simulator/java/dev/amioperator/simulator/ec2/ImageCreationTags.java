package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Tags for a new image and its snapshots. */
record ImageCreationTags(Map<String, String> image, Map<String, String> snapshots) {
  private static final Set<String> TAGGABLE = Set.of("image", "snapshot");

  static ImageCreationTags of(List<TagSpecification> specifications) {
    return new ImageCreationTags(
        TagRules.tagsFor(specifications, "image", TAGGABLE),
        TagRules.tagsFor(specifications, "snapshot", TAGGABLE));
  }

  /**
   * Checks that the caller may create an image with these tags.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code ResourceLimitExceeded}, {@code
   *     UnauthorizedOperation}
   */
  void checkAllowed(Call call) {
    ImageRegistration.checkQuota(call);
    call.authorizeCreate("image", image);
    call.authorizeCreate("snapshot", snapshots);
    call.checkDryRun();
  }

  void apply(Call call, Image created) {
    image.forEach((k, v) -> call.region().images().tag(created, k, v));
  }

  void apply(Call call, Snapshot created) {
    snapshots.forEach((k, v) -> call.region().snapshots().tag(created, k, v));
  }
}
