package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BuildSource;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Optional;

/**
 * Build instances of an AmiImage, as EC2 shows them.
 *
 * @param instances those terminated within the hour included
 * @param console output of the latest; read once it has shut down, or should have
 * @param inputs for another launch; read only when there may be a launch
 */
record ObservedBuild(
    List<BuildInstance> instances, Optional<String> console, Optional<BuildInputs> inputs) {

  /** Build instances alone, without console and inputs. */
  static ObservedBuild of(List<BuildInstance> instances) {
    return new ObservedBuild(instances, Optional.empty(), Optional.empty());
  }

  /** The build instances that are not terminated. */
  List<BuildInstance> live() {
    return instances.stream().filter(BuildInstance::live).toList();
  }

  /** The build instance that was launched with a build token. */
  Optional<BuildInstance> of(String token) {
    return instances.stream()
        .filter(instance -> token.equals(instance.tags().get(TagKeys.BUILD)))
        .findFirst();
  }

  /** Whether the console has the success marker of the build instance. */
  boolean succeeded(BuildSource source) {
    String marker = BuildConsole.successMarker(source);
    return console.filter(text -> BuildConsole.hasLineEndingWith(text, marker)).isPresent();
  }
}
