package dev.understudy.gateway.http1;

import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.Fields;

/** Whether a connection goes on after a message (RFC 9112, section 9.3). */
final class Persistence {
    private Persistence() {}

    static boolean of(int minorVersion, Fields fields) {
        if (!fields.contains(FieldName.CONNECTION)) {
            return minorVersion > 0;
        }
        if (fields.count(FieldName.CONNECTION) == 1 && fields.says(FieldName.CONNECTION, "keep-alive")) {
            return true;
        }
        boolean keepAlive = minorVersion > 0;
        for (String value : fields.all(FieldName.CONNECTION)) {
            for (String option : value.split(",", -1)) {
                String word = option.strip();
                if (word.equalsIgnoreCase("close")) {
                    return false;
                }
                keepAlive = keepAlive || word.equalsIgnoreCase("keep-alive");
            }
        }
        return keepAlive;
    }
}
