package dev.amioperator.image;

import dev.amioperator.account.Allowlist;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.BuildSource.KeyRef;
import java.util.Optional;
import java.util.function.Function;

/**
 * Kubernetes objects around an AmiImage.
 *
 * @param allowlist of its AwsAccount
 * @param sibling reads the AmiImage of a name in its namespace
 * @param userData reads a ConfigMap of its namespace
 */
record ClusterContext(
    Allowlist allowlist,
    Function<String, Optional<AmiImage>> sibling,
    Function<KeyRef, BuildUserData.ReadResult> userData) {}
