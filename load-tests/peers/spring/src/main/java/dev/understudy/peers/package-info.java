/** Spring Cloud Gateway, measured beside the gateway by load-tests/peers/run.sh; nothing of ours is in it. */
package dev.understudy.peers;
