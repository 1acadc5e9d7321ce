package dev.amioperator.ec2;

import java.util.List;
import java.util.Map;

/** Reads of the SSM Parameter Store, for the observer. */
public interface ParameterReads {
  /**
   * GetParameters: the values by name, of the account's and public SSM parameters that exist.
   *
   * @param names at most ten
   * @throws Ec2CallException when SSM refuses, or does not respond
   */
  Map<String, String> parameters(AccountRegion region, List<String> names);
}
