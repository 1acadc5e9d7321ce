package dev.amioperator.image;

import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.ReadyState;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Inputs of a build instance that the spec only refers to. */
sealed interface BuildInputs {
  /**
   * All inputs of a launch.
   *
   * @param keyArns the ARNs of KMS keys that the AwsAccount allows, by their names in the spec
   */
  record Complete(Image base, byte[] userData, Map<String, String> keyArns) implements BuildInputs {
    public Complete {
      keyArns = Map.copyOf(keyArns);
    }

    /** The hash that the status records of the user data. */
    String userDataHash() {
      return Owner.hash(new String(userData, StandardCharsets.ISO_8859_1));
    }
  }

  /** An input does not exist yet, or is not allowed. */
  record Missing(ReadyState readyState) implements BuildInputs {}
}
