package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.api.v1alpha1.BuildSource.KeyRef;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an AmiImage may need of Kubernetes.
 *
 * @param allow what its AwsAccount allows
 * @param sibling the AmiImage of a name in its namespace
 * @param userData what stands in a ConfigMap of its namespace
 */
record ClusterContext(
    AwsAccountSpec.Allow allow,
    Function<String, Optional<AmiImage>> sibling,
    Function<KeyRef, BuildUserData.ReadResult> userData) {}
