-- A request with 1 KiB of JSON, as models get them.
wrk.method = "POST"
wrk.headers["content-type"] = "application/json"
wrk.body = '{"query": "' .. string.rep("x", 1010) .. '"}'
