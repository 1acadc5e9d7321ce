package dev.amioperator.ec2;

import java.util.List;
import java.util.Map;

/** What SSM's Parameter Store is asked. Only the observer holds this. */
public interface ParameterReads {
  /**
   * GetParameters, of the account and of AWS: the values by name. What does not exist is missing.
   *
   * @param names at most ten
   * @throws Ec2CallException when SSM refuses or does not answer
   */
  Map<String, String> parameters(AccountRegion accountRegion, List<String> names);
}
