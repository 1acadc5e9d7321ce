package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;

/** Runs a policy of target Resources on its own family of AmiImages. */
abstract class ResourcesPolicyTestBase extends RetentionTestBase {
  Resource<AmiImage> amiImage(String name) {
    return kubernetes
        .resources(AmiImage.class)
        .inNamespace(Manifests.NAMESPACE)
        .withName(family + "-" + name);
  }

  AmiRetentionPolicy resourcesPolicy(String mode) {
    AmiRetentionPolicy policy = new AmiRetentionPolicy();
    policy.setMetadata(
        new ObjectMetaBuilder().withNamespace(Manifests.NAMESPACE).withName(family).build());
    policy.setSpec(
        Manifests.read(
            """
            target: Resources
            select: {matchLabels: {family: %s}}
            keep: {newest: 1}
            retire: {delete: 3d}
            limits: {maxPercent: 100}
            mode: %s
            interval: 3d
            """
                .formatted(family, mode),
            AmiRetentionPolicySpec.class));
    return policy;
  }
}
