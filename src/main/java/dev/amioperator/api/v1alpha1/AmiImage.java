package dev.amioperator.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Amazon Machine Image in a region: its source and its desired attributes. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("amiimages")
@ShortNames("ami")
@Categories("amis")
@AdditionalPrinterColumn(name = "Region", jsonPath = ".spec.region")
@AdditionalPrinterColumn(name = "AMI", jsonPath = ".status.imageId")
@AdditionalPrinterColumn(name = "State", jsonPath = ".status.state")
@AdditionalPrinterColumn(name = "Ready", jsonPath = Api.READY_STATUS)
@AdditionalPrinterColumn(name = "Reason", jsonPath = Api.READY_REASON, priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = Api.CREATED, type = Type.DATE)
@ValidationRule(value = Api.SHORT_NAME_RULE, message = Api.SHORT_NAME_MESSAGE)
@ValidationRule(
    value =
        "!has(self.spec.source.build) || !has(self.spec.source.build.base.imageRef) ||"
            + " self.spec.source.build.base.imageRef != self.metadata.name",
    message = "source.build.base.imageRef: an image cannot be built on itself")
public final class AmiImage extends CustomResource<AmiImageSpec, AmiImageStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  @Default(Api.UNOBSERVED)
  public AmiImageStatus getStatus() {
    return super.getStatus();
  }
}
