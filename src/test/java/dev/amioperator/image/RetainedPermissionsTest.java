package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatusBuilder;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Manifests;
import org.junit.jupiter.api.Test;

class RetainedPermissionsTest {
  private static final String REFUSAL =
      "Namespace images may not use AwsAccount prod. Add this line there: namespaces: {names:"
          + " [images]}.";

  /** Who withdraws a namespace has to see what is still shared. */
  @Test
  void listsImageAndRecipients() {
    AmiImage image =
        Manifests.image(
            "kept",
            """
            region: eu-west-1
            source: {existing: {imageId: ami-0123456789abcdef0}}
            launchPermissions: {accountIds: ["111122223333"]}
            """);
    ReadyState refused = new ReadyState.Stalled(Reason.NotAllowed, REFUSAL);

    assertThat(RetainedPermissions.listedIn(refused, image)).isEqualTo(refused);

    image.setStatus(AmiImageStatusBuilder.builder().imageId("ami-0123456789abcdef0").toStatus());
    assertThat(RetainedPermissions.listedIn(refused, image).message())
        .isEqualTo(
            REFUSAL
                + " It keeps ami-0123456789abcdef0, shared with 111122223333, until it is"
                + " deleted.");
  }
}
