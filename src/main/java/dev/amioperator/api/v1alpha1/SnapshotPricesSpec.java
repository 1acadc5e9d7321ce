package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** Prices of snapshots, as on the bill of the AWS account. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.perGibMonth.all(r, r.matches('" + Api.REGION + "'))",
    message = "snapshotPrices.perGibMonth: each key is a region, such as eu-west-1")
public record SnapshotPricesSpec(
    @JsonPropertyDescription("The currency, by ISO 4217. Default: USD.")
        @Pattern("^[A-Z]{3}$") @Size(max = 3) String currency,
    @JsonPropertyDescription(
            "The price of a GiB of snapshots for a month, by region, such as \"0.05\"; AWS calls it"
                + " GB-month.")
        @Required
        @Size(min = 1, max = 32) Map<String, @Pattern("^[0-9]{1,4}([.][0-9]{1,6})?$") @Size(max = 12) String> perGibMonth) {}
