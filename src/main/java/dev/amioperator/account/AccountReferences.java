package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Objects that name an AwsAccount and so prevent its deletion. */
final class AccountReferences {
  private AccountReferences() {}

  /** The objects that name the AwsAccount, read from the API server. */
  static Stream<String> to(String name, KubernetesClient kubernetes) {
    return Stream.of(
            referencingObjects(
                kubernetes, AmiImage.class, name, image -> image.getSpec().accountRef()),
            referencingObjects(kubernetes, AmiCopy.class, name, AccountReferences::accountRefOf),
            referencingObjects(
                kubernetes,
                AmiRetentionPolicy.class,
                name,
                policy -> policy.getSpec().accountRef()))
        .flatMap(List::stream);
  }

  /** An AmiCopy of an AmiImage names its account in the status only. */
  private static String accountRefOf(AmiCopy copy) {
    return Optional.ofNullable(copy.getSpec().source().accountRef())
        .or(() -> Optional.ofNullable(copy.getStatus()).map(AmiCopyStatus::accountRef))
        .orElse(null);
  }

  private static <R extends HasMetadata> List<String> referencingObjects(
      KubernetesClient kubernetes, Class<R> kind, String name, Function<R, String> accountOf) {
    return kubernetes.resources(kind).inAnyNamespace().list().getItems().stream()
        .filter(r -> name.equals(AccountAccess.nameOf(accountOf.apply(r))))
        .map(
            r ->
                "%s %s/%s"
                    .formatted(
                        r.getKind(), r.getMetadata().getNamespace(), r.getMetadata().getName()))
        .toList();
  }
}
