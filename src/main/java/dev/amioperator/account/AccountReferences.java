package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Objects that name an AwsAccount and so prevent its deletion. */
final class AccountReferences {
  private AccountReferences() {}

  /** The objects that name the AwsAccount, read from the API server. */
  static List<String> to(String name, KubernetesClient kubernetes) {
    return Stream.of(
            to(name, kubernetes, AmiImage.class, image -> image.getSpec().accountRef()),
            to(name, kubernetes, AmiCopy.class, AccountReferences::accountRefOf),
            to(name, kubernetes, AmiRetentionPolicy.class, p -> p.getSpec().accountRef()))
        .flatMap(Function.identity())
        .toList();
  }

  /** An AmiCopy of an AmiImage names its account in the status only. */
  private static String accountRefOf(AmiCopy copy) {
    return Optional.ofNullable(copy.getSpec().source().accountRef())
        .or(() -> Optional.ofNullable(copy.getStatus()).map(AmiCopyStatus::accountRef))
        .orElse(null);
  }

  private static <R extends HasMetadata> Stream<String> to(
      String name, KubernetesClient kubernetes, Class<R> kind, Function<R, String> accountOf) {
    return kubernetes.resources(kind).inAnyNamespace().list().getItems().stream()
        .filter(object -> name.equals(AccountAccess.nameOf(accountOf.apply(object))))
        .map(AccountReferences::kindAndName);
  }

  private static String kindAndName(HasMetadata object) {
    ObjectMeta metadata = object.getMetadata();
    return "%s %s/%s".formatted(object.getKind(), metadata.getNamespace(), metadata.getName());
  }
}
