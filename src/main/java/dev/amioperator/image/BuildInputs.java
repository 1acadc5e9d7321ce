package dev.amioperator.image;

import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.ReadyState;
import java.nio.charset.StandardCharsets;

/** What a builder is launched with that does not stand in the spec itself. */
sealed interface BuildInputs {
  record Complete(Image base, byte[] userData) implements BuildInputs {
    /** Stands for the user data in the status. */
    String userDataHash() {
      return Owner.hash(new String(userData, StandardCharsets.ISO_8859_1));
    }
  }

  /** Something is not there yet, or may not be used. */
  record Missing(ReadyState readyState) implements BuildInputs {}
}
