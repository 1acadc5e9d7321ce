package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import java.util.regex.Pattern;

/** Rules for image names. */
final class ImageNames {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9()\\[\\] ./\\-'@_]{3,128}");

  private ImageNames() {}

  /**
   * Checks the description of an image; null for none.
   *
   * @throws ApiError {@code InvalidParameterValue}
   */
  static void checkDescription(String description) {
    if (description != null && !description.chars().allMatch(c -> c < 0x80)) {
      throw Ec2Errors.invalidValue(
          description, "Description", "Character sets beyond ASCII are not supported.");
    }
  }

  /**
   * Checks the name of a new image in its region.
   *
   * @throws ApiError {@code MissingParameter}, {@code InvalidAMIName.Malformed}, {@code
   *     InvalidAMIName.Duplicate}
   */
  static void check(Call call, String name) {
    if (name == null || name.isEmpty()) {
      throw Ec2Errors.missingParameter("Name");
    }
    if (!ALLOWED.matcher(name).matches()) {
      throw new ApiError(
          "InvalidAMIName.Malformed",
          "AMI names must be between 3 and 128 characters long, and may contain letters, numbers,"
              + " '(', ')', '.', '-', '/' and '_'");
    }
    call.region()
        .imageByName(call.accountId(), name)
        .ifPresent(
            holder -> {
              throw new ApiError(
                  "InvalidAMIName.Duplicate",
                  "AMI name " + name + " is already in use by AMI " + holder.id());
            });
  }
}
