package dev.amioperator.image;

import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Optional;

/**
 * What was seen of the build of an AmiImage.
 *
 * @param instances the object's, those terminated within the hour included
 * @param console what the present one wrote; asked for once it has shut down, or should have
 * @param inputs what another one would be launched with; asked for only when one may be
 */
record ObservedBuild(
    List<BuildInstance> instances, Optional<String> console, Optional<BuildInputs> inputs) {

  /** The builders alone: nothing else was asked. */
  static ObservedBuild of(List<BuildInstance> builders) {
    return new ObservedBuild(builders, Optional.empty(), Optional.empty());
  }

  /** Those of which EC2 still has anything. */
  List<BuildInstance> live() {
    return instances.stream().filter(BuildInstance::live).toList();
  }

  /** The builder of a build. */
  Optional<BuildInstance> of(String token) {
    return instances.stream()
        .filter(builder -> token.equals(builder.tags().get(TagKeys.BUILD)))
        .findFirst();
  }
}
