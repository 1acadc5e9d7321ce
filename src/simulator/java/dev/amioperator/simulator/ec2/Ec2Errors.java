package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Resource;
import java.util.Collection;

/** Errors of EC2 with its own codes and messages, as far as known. */
final class Ec2Errors {
  private Ec2Errors() {}

  static ApiError missingParameter(String parameter) {
    return new ApiError("MissingParameter", "The request must contain the parameter " + parameter);
  }

  static ApiError invalidValue(String message) {
    return new ApiError("InvalidParameterValue", message);
  }

  static ApiError invalidValue(Object value, String parameter, String why) {
    return invalidValue("Value (" + value + ") for parameter " + parameter + " is invalid. " + why);
  }

  static ApiError invalidCombination(String message) {
    return new ApiError("InvalidParameterCombination", message);
  }

  static ApiError malformedImageId(String id) {
    return new ApiError(
        "InvalidAMIID.Malformed", "Invalid id: \"" + id + "\" (expecting \"ami-...\")");
  }

  static ApiError imagesNotFound(Collection<String> ids) {
    String list = "[" + String.join(", ", ids) + "]";
    return new ApiError(
        "InvalidAMIID.NotFound",
        ids.size() == 1
            ? "The image id '" + list + "' does not exist"
            : "The image ids '" + list + "' do not exist");
  }

  static ApiError imageUnavailable(String id) {
    return new ApiError(
        "InvalidAMIID.Unavailable", "The image id '[" + id + "]' is no longer available");
  }

  static ApiError imageNotOwned(String id) {
    return new ApiError("AuthFailure", "Not authorized for image:" + id);
  }

  static ApiError snapshotNotFound(String id) {
    return new ApiError("InvalidSnapshot.NotFound", "The snapshot '" + id + "' does not exist.");
  }

  static ApiError snapshotNotOwned(String id) {
    return new ApiError("AuthFailure", "The snapshot '" + id + "' is not owned by this account");
  }

  static ApiError incorrectState(String message) {
    return new ApiError("IncorrectState", message);
  }

  static ApiError incorrectInstanceState(String id, String state) {
    return new ApiError(
        "IncorrectInstanceState",
        "The instance '"
            + id
            + "' is in state '"
            + state
            + "', which is not valid for this operation");
  }

  /** Refuses to delete an image or snapshot that AWS Backup manages, by its tags. */
  static void checkNotOfBackup(Resource resource) {
    if (resource.tags().keySet().stream().anyMatch(key -> key.startsWith("aws:backup:"))) {
      throw invalidValue(
          "This %s is managed by the AWS Backup service and cannot be deleted via EC2 APIs. If you"
                  .formatted(resource.type())
              + " wish to delete this %s, please do so via the Backup console."
                  .formatted(resource.type()));
    }
  }

  static ApiError operationNotPermitted(String message) {
    return new ApiError("OperationNotPermitted", message);
  }
}
