/**
 * EC2 actions on the simulated state, in the SDK's request and response types. Each file holds a
 * group of actions.
 */
package dev.amioperator.simulator.ec2;
