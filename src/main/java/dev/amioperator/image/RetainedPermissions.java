package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.attributes.DesiredSharing;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.reconcile.ReadyState;
import java.util.List;
import java.util.stream.Stream;

/** Image and launch permissions that stay while the AwsAccount refuses the object's namespace. */
final class RetainedPermissions {
  private RetainedPermissions() {}

  /** The refusal with what stays in EC2; unchanged for an object that has no image. */
  static ReadyState listedIn(ReadyState refusal, AmiImage resource) {
    return refusal instanceof ReadyState.Stalled(var reason, String message)
        ? RecordedImage.of(resource)
            .imageId()
            .<ReadyState>map(id -> new ReadyState.Stalled(reason, message + stays(id, resource)))
            .orElse(refusal)
        : refusal;
  }

  private static String stays(String imageId, AmiImage resource) {
    List<String> grants =
        DesiredSharing.of(resource.getSpec().launchPermissions()).launchPermissions().stream()
            .flatMap(RetainedPermissions::recipients)
            .toList();
    return grants.isEmpty()
        ? " It keeps %s until it is deleted.".formatted(imageId)
        : " It keeps %s, shared with %s, until it is deleted."
            .formatted(imageId, String.join(", ", grants));
  }

  private static Stream<String> recipients(LaunchPermissions permissions) {
    return Stream.concat(
        permissions.everyone() ? Stream.of("everyone") : Stream.empty(),
        Stream.concat(permissions.accountIds().stream(), permissions.arns().stream()).sorted());
  }
}
