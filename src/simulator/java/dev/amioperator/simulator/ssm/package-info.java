/** SSM Parameter Store actions, as far as image ids need them. */
package dev.amioperator.simulator.ssm;
