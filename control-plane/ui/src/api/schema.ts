/** Generated from the OpenAPI document by `npm run schema`. Do not edit. */

export interface paths {
    "/api/authorize_pnr": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets another Office work on a PNR; `officeNo` is that Office.
         * @description The answer comes by callback and by `/api/task_status`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AuthorizePnrCall"];
                };
            };
            responses: {
                /** @description `{"code":0,"msg":"ok","requestId":…,"data":{"taskId":…}}` */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The key or the signature is wrong */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The requestId was used for another request */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/book_pnr": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Books a PNR.
         * @description The answer comes by callback and by `/api/task_status`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BookPnrCall"];
                };
            };
            responses: {
                /** @description `{"code":0,"msg":"ok","requestId":…,"data":{"taskId":…}}` */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The key or the signature is wrong */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The requestId was used for another request */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cancel_passenger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes passengers out of a PNR.
         * @description The answer comes by callback and by `/api/task_status`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CancelPassengerCall"];
                };
            };
            responses: {
                /** @description `{"code":0,"msg":"ok","requestId":…,"data":{"taskId":…}}` */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The key or the signature is wrong */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The requestId was used for another request */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cancel_pnr": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancels a PNR.
         * @description The answer comes by callback and by `/api/task_status`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CancelPnrCall"];
                };
            };
            responses: {
                /** @description `{"code":0,"msg":"ok","requestId":…,"data":{"taskId":…}}` */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The key or the signature is wrong */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The requestId was used for another request */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/edge/enrol": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Exchanges an enrolment code for the identity of a terminal. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EnrolRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EnrolAnswer"];
                    };
                };
                /** @description The code is not valid */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/edge/screen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a picture of a terminal's screen. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ScreenUpload"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Received"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/extract_pnr": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reads a PNR.
         * @description The answer comes by callback and by `/api/task_status`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ExtractPnrCall"];
                };
            };
            responses: {
                /** @description `{"code":0,"msg":"ok","requestId":…,"data":{"taskId":…}}` */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The key or the signature is wrong */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The requestId was used for another request */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/extract_ticket_no": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reads the ticket numbers of a PNR and the state of each ticket.
         * @description The answer comes by callback and by `/api/task_status`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ExtractTicketNoCall"];
                };
            };
            responses: {
                /** @description `{"code":0,"msg":"ok","requestId":…,"data":{"taskId":…}}` */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The key or the signature is wrong */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The requestId was used for another request */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/get_task": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hands out the task that is locked to the terminal, if there is one. An empty poll touches no row. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PollRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PollAnswer"];
                    };
                };
                /** @description Frozen, or another terminal */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/issue_ticket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issues the tickets of a PNR.
         * @description The answer comes by callback and by `/api/task_status`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["IssueTicketCall"];
                };
            };
            responses: {
                /** @description `{"code":0,"msg":"ok","requestId":…,"data":{"taskId":…}}` */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The key or the signature is wrong */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The requestId was used for another request */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/query_av": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Queries the availability of flights.
         * @description The answer comes by callback and by `/api/task_status`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["QueryAvCall"];
                };
            };
            responses: {
                /** @description `{"code":0,"msg":"ok","requestId":…,"data":{"taskId":…}}` */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The key or the signature is wrong */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The requestId was used for another request */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/report_result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the end of a run. Every report is kept; the one under the present lease ends the task. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReportRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReportAnswer"];
                    };
                };
                /** @description There is no such task */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/task_progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a sign of life of a running task and extends its lease. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ProgressRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProgressAnswer"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/task_status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells how a task stands, by a signed query. */
        get: {
            parameters: {
                query: {
                    taskId: number;
                    username: string;
                    api_key: string;
                    requestId: string;
                    sign: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description `data`: taskId, status, terminal, result, error and times */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Tells how a task stands. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TaskStatusParams"];
                };
            };
            responses: {
                /** @description `data`: taskId, status, terminal, result, error and times */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists API keys, newest first; ordinary users see their own. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ApiKeyList"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists cities and airports. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Cities"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a callback again at once; earlier attempts stay on the record. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The delivery */
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `not_found` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Streams `task` and `terminal` events; a client that fell behind gets `missed` and reads again. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Events `hello`, `task`, `terminal`, `missed` */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": unknown;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/glyphs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the glyphs that nobody has named yet. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GlyphList"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/glyphs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Names a glyph. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Reading"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GlyphView"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the figures of the day. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Overview"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionView"];
                    };
                };
                /** @description `not_signed_in` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Signs in; the answer sets the session cookie. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Credentials"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionView"];
                    };
                };
                /** @description `wrong_credentials` */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `too_many_attempts` */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** Signs out; the session ends at once. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets or changes the own password; the user's other sessions end. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PasswordBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `weak_password` or `wrong_password` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `too_many_attempts` */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in-links/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says whom a link lets in, without using it up. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description From the link */
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LinkView"];
                    };
                };
                /** @description `link_unknown` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `link_used` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Uses a link up: signs in and, if wanted, sets a password. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description From the link */
                    token: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FollowBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionView"];
                    };
                };
                /** @description `link_unknown` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `link_used` */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description `weak_password` */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists tasks. */
        get: {
            parameters: {
                query?: {
                    /** @description States, separated by commas. */
                    state?: string;
                    kind?: string;
                    source?: string;
                    terminal_id?: number;
                    office_no?: string;
                    /** @description Part of a parameter, of the request id or of the customer's name. */
                    q?: string;
                    /** @description From this moment on, Unix ms. */
                    from?: number;
                    /** @description Before this moment, Unix ms. */
                    to?: number;
                    limit?: number;
                    cursor?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskList"];
                    };
                };
            };
        };
        put?: never;
        /** Submits a task of any kind. Fields of the parameters are named in errors by their path. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TaskRequest"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CreatedTask"];
                    };
                };
                /** @description A field is wrong */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/query-av": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Submits an availability query. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PageQueryAv"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CreatedTask"];
                    };
                };
                /** @description A field is wrong */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows everything about one task. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskView"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancels a task that no terminal has taken yet. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskRow"];
                    };
                };
                /** @description Too late */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the callbacks of a finished task with every attempt. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The task */
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryList"];
                    };
                };
                /** @description `task_unknown` */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Settles a task whose outcome is unknown. The partner is told. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SettleRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskRow"];
                    };
                };
                /** @description It is not unknown, or no longer */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The note is too short or too long */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/terminals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists every terminal. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TerminalList"];
                    };
                };
            };
        };
        put?: never;
        /** Registers a terminal. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CreateTerminal"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CodeView"];
                    };
                };
                /** @description Office and PID exist */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/terminals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows one terminal. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TerminalView"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes what people say of a terminal. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChangeTerminal"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TerminalView"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/terminals/{id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tells a terminal to do something. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CommandRequest"];
                };
            };
            responses: {
                /** @description The terminal will be told */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/terminals/{id}/enrol-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a new enrolment code, for a first machine or for one that replaces it. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CodeView"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/terminals/{id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last changes of a terminal, newest first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChangeView"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/terminals/{id}/screen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the last picture of the screen. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A PNG */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/png": unknown;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/terminals/{id}/screen-text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the last screen as text. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ScreenText"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An airline: two characters of the IATA code, letters or digits, such as `CA` or `3U`. */
        Airline: string;
        /** @description Every API key the caller may see. */
        ApiKeyList: {
            items: components["schemas"]["ApiKeyView"][];
        };
        /** @description One API key. */
        ApiKeyView: {
            api_key: string;
            /**
             * Format: int64
             * @description Unix ms.
             */
            created_at: number;
            enabled: boolean;
            /** Format: int64 */
            id: number;
            /**
             * Format: int64
             * @description Unix ms, to the minute.
             */
            last_used_at?: number | null;
            username: string;
        };
        /** @description A task that is now locked to the polling terminal. */
        AssignedTask: components["schemas"]["TaskParams"] & {
            /** @description This claim; every report must carry it. */
            lease: components["schemas"]["Lease"];
            /**
             * Format: int64
             * @description How long the claim lasts without progress, in milliseconds.
             */
            lease_ms: number;
            /** @description Which task. */
            task_id: components["schemas"]["TaskId"];
        };
        /** @description One attempt to deliver. */
        AttemptView: {
            /**
             * Format: int64
             * @description When it began, Unix ms.
             */
            at: number;
            /** @description Why no answer came. */
            error?: string | null;
            /**
             * Format: int64
             * @description How long it took, ms.
             */
            latency_ms: number;
            /** @description The start of the answer's body. */
            response?: string | null;
            /**
             * Format: int64
             * @description The HTTP status; null when no answer came.
             */
            status?: number | null;
        };
        /** @description Let another Office work on a PNR. */
        AuthorizePnr: {
            /**
             * @description The Office that may work on it from then on.
             * @example SHA999
             */
            officeNo: string;
            /** @description On which. */
            pnr: components["schemas"]["Locator"];
        };
        /** @description Let another Office work on a PNR. */
        AuthorizePnrCall: {
            /** @description Public half of the key; may be left out when the X-Signature header signs */
            api_key?: string;
            /** @description Where the result is sent */
            callbackUrl: string;
            /**
             * @description The Office that may work on it from then on.
             * @example SHA999
             */
            officeNo: string;
            /** @description On which. */
            pnr: components["schemas"]["Locator"];
            /** @description The caller's name of this request: 1 to 64 letters, digits, `.`, `_`, `:` and `-`. A repeated id answers the same task */
            requestId?: string;
            /** @description Signature over all members; left out when the X-Signature header signs */
            sign?: string;
            /** @description Only this terminal may run it */
            terminalId?: number;
            /** @description Unix seconds, at most 300 from the server's time */
            timestamp?: string;
            /** @description Name of the user; may be left out when the X-Signature header signs */
            username?: string;
        };
        /** @description Book a PNR. */
        BookPnr: {
            /** @description How to reach the agency or the passengers. */
            contact: components["schemas"]["Contact"];
            group?: components["schemas"]["Group"] | null;
            /** @description Who flies; at most nine with a seat unless it is a group. */
            passengers: components["schemas"]["Passenger"][];
            /** @description The flights, in the order in which they are flown; at most five. */
            segments: components["schemas"]["Segment"][];
            /** @description Until when tickets must be issued. */
            ticketLimit: components["schemas"]["TicketLimit"];
        };
        /** @description Book a PNR. */
        BookPnrCall: {
            /** @description Public half of the key; may be left out when the X-Signature header signs */
            api_key?: string;
            /** @description Where the result is sent */
            callbackUrl: string;
            /** @description How to reach the agency or the passengers. */
            contact: components["schemas"]["Contact"];
            group?: components["schemas"]["Group"] | null;
            /** @description Only terminals of this Office may run it */
            officeNo?: string;
            /** @description Who flies; at most nine with a seat unless it is a group. */
            passengers: components["schemas"]["Passenger"][];
            /** @description The caller's name of this request: 1 to 64 letters, digits, `.`, `_`, `:` and `-`. A repeated id answers the same task */
            requestId?: string;
            /** @description The flights, in the order in which they are flown; at most five. */
            segments: components["schemas"]["Segment"][];
            /** @description Signature over all members; left out when the X-Signature header signs */
            sign?: string;
            /** @description Only this terminal may run it */
            terminalId?: number;
            /** @description Until when tickets must be issued. */
            ticketLimit: components["schemas"]["TicketLimit"];
            /** @description Unix seconds, at most 300 from the server's time */
            timestamp?: string;
            /** @description Name of the user; may be left out when the X-Signature header signs */
            username?: string;
        };
        /** @description A booking class: one capital letter. */
        Cabin: string;
        /** @description Take passengers out of a PNR. They are named and not numbered: numbers move. */
        CancelPassenger: {
            /** @description Their names as the PNR holds them. */
            passengers: components["schemas"]["PassengerName"][];
            /** @description From which. */
            pnr: components["schemas"]["Locator"];
        };
        /** @description Take passengers out of a PNR. They are named and not numbered: numbers move. */
        CancelPassengerCall: {
            /** @description Public half of the key; may be left out when the X-Signature header signs */
            api_key?: string;
            /** @description Where the result is sent */
            callbackUrl: string;
            /** @description Only terminals of this Office may run it */
            officeNo?: string;
            /** @description Their names as the PNR holds them. */
            passengers: components["schemas"]["PassengerName"][];
            /** @description From which. */
            pnr: components["schemas"]["Locator"];
            /** @description The caller's name of this request: 1 to 64 letters, digits, `.`, `_`, `:` and `-`. A repeated id answers the same task */
            requestId?: string;
            /** @description Signature over all members; left out when the X-Signature header signs */
            sign?: string;
            /** @description Only this terminal may run it */
            terminalId?: number;
            /** @description Unix seconds, at most 300 from the server's time */
            timestamp?: string;
            /** @description Name of the user; may be left out when the X-Signature header signs */
            username?: string;
        };
        /** @description Cancel a whole PNR. */
        CancelPnr: {
            /** @description Which. */
            pnr: components["schemas"]["Locator"];
        };
        /** @description Cancel a whole PNR. */
        CancelPnrCall: {
            /** @description Public half of the key; may be left out when the X-Signature header signs */
            api_key?: string;
            /** @description Where the result is sent */
            callbackUrl: string;
            /** @description Only terminals of this Office may run it */
            officeNo?: string;
            /** @description Which. */
            pnr: components["schemas"]["Locator"];
            /** @description The caller's name of this request: 1 to 64 letters, digits, `.`, `_`, `:` and `-`. A repeated id answers the same task */
            requestId?: string;
            /** @description Signature over all members; left out when the X-Signature header signs */
            sign?: string;
            /** @description Only this terminal may run it */
            terminalId?: number;
            /** @description Unix seconds, at most 300 from the server's time */
            timestamp?: string;
            /** @description Name of the user; may be left out when the X-Signature header signs */
            username?: string;
        };
        /** @description What can be changed of a terminal; what is left out stays. */
        ChangeTerminal: {
            name?: string | null;
            production_codes?: string[] | null;
            remark?: string | null;
            ticketing_codes?: string[] | null;
        };
        /** @description One change of a terminal's standing. */
        ChangeView: {
            /** Format: int64 */
            at: number;
            change: string;
        };
        /** @description The cities and airports that a query may name. */
        Cities: {
            items: components["schemas"]["Place"][];
        };
        /** @description A city or airport: three capital letters of the IATA code. */
        CityCode: string;
        /** @description A terminal with the code that enrols it. The code is shown this once. */
        CodeView: {
            enrol_code: string;
            /** @description What to type on the Eterm PC. */
            enrol_command: string;
            /** Format: int64 */
            expires_at: number;
            terminal: components["schemas"]["TerminalView"];
        };
        /** @description The command of a person. */
        CommandRequest: {
            command: components["schemas"]["Wanted"];
        };
        /** @description How to reach the agency or the passengers; at least one of both. */
        Contact: {
            mobile?: components["schemas"]["Mobile"] | null;
            phone?: components["schemas"]["Phone"] | null;
        };
        /** @description A country: two capital letters of ISO 3166. */
        Country: string;
        /** @description What a terminal to register must say. */
        CreateTerminal: {
            name: string;
            /** @description `PEK099` */
            office_no: string;
            pid: string;
            remark?: string;
        };
        /** @description The task that was made. */
        CreatedTask: {
            /** Format: int64 */
            id: number;
        };
        /** @description A user name and a password. */
        Credentials: {
            password: string;
            username: string;
        };
        /** @description The callbacks of a task. */
        DeliveryList: {
            items: components["schemas"]["DeliveryView"][];
        };
        /**
         * @description Where a delivery stands.
         * @enum {string}
         */
        DeliveryState: "pending" | "delivered" | "failed" | "stopped";
        /** @description One callback owed to a partner, with everything that was tried. */
        DeliveryView: {
            /** @description What was tried, oldest first. */
            attempts: components["schemas"]["AttemptView"][];
            /**
             * Format: int64
             * @description Unix ms.
             */
            created_at: number;
            /**
             * Format: int64
             * @description Its number.
             */
            id: number;
            /**
             * Format: int64
             * @description When it is tried next, Unix ms; null when it is not.
             */
            next_at?: number | null;
            /** @description Where it stands. */
            state: components["schemas"]["DeliveryState"];
            /** @description Where it goes. */
            url: string;
        };
        /** @description Something the server wants of a terminal besides tasks. */
        EdgeCommand: {
            /** @enum {string} */
            command: "screenshot";
        } | {
            /** @enum {string} */
            command: "pause";
        } | {
            /** @enum {string} */
            command: "resume";
        } | {
            /** @enum {string} */
            command: "learn_glyph";
            /** @description The glyph, as the agent named it. */
            glyph: string;
            /** @description What it shows: one character. */
            text: string;
        };
        /** @description The identity of a terminal. */
        EnrolAnswer: {
            /** @description Name shown on the page. */
            name: string;
            /** @description Office the terminal signs in to. */
            office_no: components["schemas"]["OfficeNo"];
            /** @description Numeric id of the Eterm terminal. */
            pid: string;
            /** @description Ed25519 key with which the server signs what the agent must be able to trust, base64. */
            server_public_key: string;
            /** @description Server time, so that the agent knows its skew. */
            server_time: components["schemas"]["Timestamp"];
            /** @description The terminal this machine now is. */
            terminal_id: components["schemas"]["TerminalId"];
            /** @description Secret of 256 bits for the `Authorization` header; the server keeps only its hash. */
            token: string;
        };
        /** @description Asks for an identity. Repeating it with the same code from the same machine hands out a new token. */
        EnrolRequest: {
            /** @description The one-time enrolment code. */
            code: string;
            /** @description The machine that will own the identity. */
            machine: components["schemas"]["MachineInfo"];
        };
        /** @description What a person needs to judge a task later. */
        Evidence: {
            /** @description The journal's irreversible steps of this task, in order; empty for tasks that only read. */
            steps?: components["schemas"]["StepRecord"][];
            /** @description Every command, in order. */
            transcript: components["schemas"]["TranscriptEntry"][];
        };
        /** @description An error as it is told. */
        Explained: {
            /** @description Stable name. */
            code: string;
            /** @description The words of the agent or the host. */
            detail: string;
            /** @description What happened, in the reader's language where the code is known. */
            message: string;
            /** @description Whether the same may be asked again without risk. */
            retry_safe: boolean;
        };
        /** @description Read a PNR. */
        ExtractPnr: {
            /** @description Which. */
            pnr: components["schemas"]["Locator"];
        };
        /** @description Read a PNR. */
        ExtractPnrCall: {
            /** @description Public half of the key; may be left out when the X-Signature header signs */
            api_key?: string;
            /** @description Where the result is sent */
            callbackUrl: string;
            /** @description Only terminals of this Office may run it */
            officeNo?: string;
            /** @description Which. */
            pnr: components["schemas"]["Locator"];
            /** @description The caller's name of this request: 1 to 64 letters, digits, `.`, `_`, `:` and `-`. A repeated id answers the same task */
            requestId?: string;
            /** @description Signature over all members; left out when the X-Signature header signs */
            sign?: string;
            /** @description Only this terminal may run it */
            terminalId?: number;
            /** @description Unix seconds, at most 300 from the server's time */
            timestamp?: string;
            /** @description Name of the user; may be left out when the X-Signature header signs */
            username?: string;
        };
        /** @description Read the ticket numbers of a PNR and the state of each ticket. */
        ExtractTicketNo: {
            /** @description Of which. */
            pnr: components["schemas"]["Locator"];
        };
        /** @description Read the ticket numbers of a PNR and the state of each ticket. */
        ExtractTicketNoCall: {
            /** @description Public half of the key; may be left out when the X-Signature header signs */
            api_key?: string;
            /** @description Where the result is sent */
            callbackUrl: string;
            /** @description Only terminals of this Office may run it */
            officeNo?: string;
            /** @description Of which. */
            pnr: components["schemas"]["Locator"];
            /** @description The caller's name of this request: 1 to 64 letters, digits, `.`, `_`, `:` and `-`. A repeated id answers the same task */
            requestId?: string;
            /** @description Signature over all members; left out when the X-Signature header signs */
            sign?: string;
            /** @description Only this terminal may run it */
            terminalId?: number;
            /** @description Unix seconds, at most 300 from the server's time */
            timestamp?: string;
            /** @description Name of the user; may be left out when the X-Signature header signs */
            username?: string;
        };
        /** @description What a fare is called, such as `Y`, or `RT/Y+RT/Y` for a way out and back. */
        FareBasis: string;
        /** @description A flight: the airline's two characters, up to four digits, perhaps one letter, such as `CA1831`. */
        FlightNo: string;
        /** @description What to do besides signing in. */
        FollowBody: {
            /** @description A password to set at once; at least 10 characters. */
            password?: string | null;
        };
        /**
         * @description As passports say it.
         * @enum {string}
         */
        Gender: "M" | "F";
        /** @description Glyphs waiting for a reading. */
        GlyphList: {
            items: components["schemas"]["GlyphView"][];
        };
        /** @description A glyph the agent could not read. */
        GlyphPicture: {
            /** @description The row of text it stands in, with U+FFFD in its place. */
            context: string;
            /** @description Stable name of the bitmap, 16 hex digits. */
            glyph: string;
            /** @description PNG of the cell and a little around it, base64. */
            png: string;
        };
        /** @description A glyph an agent could not read. */
        GlyphView: {
            /** @description The row it stands in, U+FFFD in its place. */
            context: string;
            /** Format: int64 */
            first_seen_at: number;
            /** @description Name of the bitmap, 16 hex digits. */
            glyph: string;
            /** Format: int64 */
            id: number;
            /** @description PNG, base64. */
            png: string;
            /** Format: int64 */
            terminal_id: number;
            terminal_name: string;
            /** @description What a person read, once somebody has. */
            text?: string | null;
        };
        /** @description A group. */
        Group: {
            /** @description Its name. */
            name: components["schemas"]["GroupName"];
            /**
             * Format: int32
             * @description Number of seats; names may be fewer.
             */
            size: number;
        };
        /** @description Name of a group. */
        GroupName: string;
        /** @description Number of an identity document. */
        IdNumber: string;
        /**
         * @description Kind of an identity document.
         * @enum {string}
         */
        IdType: "NI" | "PP" | "ID";
        /** @description Issue the tickets of a PNR. */
        IssueTicket: {
            /**
             * Format: int32
             * @description Number of the ticket printer under the Office's control.
             */
            device?: number;
            fareBasis?: components["schemas"]["FareBasis"] | null;
            /**
             * Format: int64
             * @description The most that all tickets together may cost, taxes included, in fen. Nothing is issued above it.
             */
            maxFareFen: number;
            /** @description Which. */
            pnr: components["schemas"]["Locator"];
        };
        /** @description Issue the tickets of a PNR. */
        IssueTicketCall: {
            /** @description Public half of the key; may be left out when the X-Signature header signs */
            api_key?: string;
            /** @description Where the result is sent */
            callbackUrl: string;
            /**
             * Format: int32
             * @description Number of the ticket printer under the Office's control.
             */
            device?: number;
            fareBasis?: components["schemas"]["FareBasis"] | null;
            /**
             * Format: int64
             * @description The most that all tickets together may cost, taxes included, in fen. Nothing is issued above it.
             */
            maxFareFen: number;
            /** @description Only terminals of this Office may run it */
            officeNo?: string;
            /** @description Which. */
            pnr: components["schemas"]["Locator"];
            /** @description The caller's name of this request: 1 to 64 letters, digits, `.`, `_`, `:` and `-`. A repeated id answers the same task */
            requestId?: string;
            /** @description Signature over all members; left out when the X-Signature header signs */
            sign?: string;
            /** @description Only this terminal may run it */
            terminalId?: number;
            /** @description Unix seconds, at most 300 from the server's time */
            timestamp?: string;
            /** @description Name of the user; may be left out when the X-Signature header signs */
            username?: string;
        };
        /**
         * Format: int64
         * @description The number of one claim of a task; a later claim has a greater number, which fences out the earlier one.
         */
        Lease: number;
        /** @description Whom a link lets in. */
        LinkView: {
            display_name: string;
            /**
             * Format: int64
             * @description Unix ms.
             */
            expires_at: number;
            username: string;
        };
        /** @description The number under which the reservation system keeps a PNR, such as `KABC12`. */
        Locator: string;
        /** @description One line of a task's history. */
        LogLine: {
            /** Format: int64 */
            at: number;
            /** @description Name of the person who did it. */
            by?: string | null;
            /** Format: int64 */
            lease?: number | null;
            message: string;
            state: components["schemas"]["TaskState"];
            /** Format: int64 */
            terminal_id?: number | null;
        };
        /** @description What an agent knows of the machine it runs on. */
        MachineInfo: {
            /** @description Version of the agent program. */
            agent_version: string;
            /** @description Name of the host, as its user knows it. */
            host_name: string;
            /** @description Stable over restarts, different on every machine: a hash, never a serial number in the clear. */
            machine_code: string;
            /** @description Operating system and version, as in `Windows 7 SP1`. */
            os_info: string;
        };
        /** @description A mobile number of the Chinese mainland. */
        Mobile: string;
        /** @description An Office number: three letters of a city and three digits, as in `PEK099`. */
        OfficeNo: string;
        /** @description The figures at the top of the page. */
        Overview: {
            tasks: components["schemas"]["TaskFigures"];
            terminals: components["schemas"]["TerminalFigures"];
        };
        /** @description A query, as its form sends it. */
        PageQueryAv: {
            airline?: string | null;
            arr_city: string;
            cabin?: string | null;
            dep_city: string;
            /** @description `YYYY-MM-DD` */
            dep_date: string;
            /** @description `HHMM` */
            dep_time?: string | null;
            direct?: boolean;
            office_no?: string | null;
            /** Format: int64 */
            terminal_id?: number | null;
        };
        /** @description One passenger. */
        Passenger: {
            /**
             * Format: date
             * @description Date of birth; needed for children and infants.
             */
            birth?: string | null;
            document?: components["schemas"]["TravelDocument"] | null;
            idNo?: components["schemas"]["IdNumber"] | null;
            idType?: components["schemas"]["IdType"] | null;
            latinName?: components["schemas"]["PassengerName"] | null;
            mobile?: components["schemas"]["Mobile"] | null;
            /** @description Name, without titles such as CHD, which the kind says. */
            name: components["schemas"]["PassengerName"];
            /** @description What kind of passenger. */
            type: components["schemas"]["PassengerKind"];
        };
        /**
         * @description What kind of passenger.
         * @enum {string}
         */
        PassengerKind: "ADT" | "CHD" | "INF" | "UM";
        /**
         * @description A passenger's name: Chinese (`林青禾`, also `欧阳A`), or Latin with a slash between surname and given name
         *     (`ZHU/QI`, `DEMO/BETA MR`).
         */
        PassengerName: string;
        /** @description The present password, if there is one, and the wanted one. */
        PasswordBody: {
            current?: string | null;
            /** @description At least 10 characters. */
            new: string;
        };
        /** @description A telephone number with its area, such as `028-00000000`. */
        Phone: string;
        /** @description A city or airport. */
        Place: {
            /** @description The code of its city; its own when it is the city. */
            city: string;
            /** @description Its IATA code. */
            code: string;
            /** @description English name. */
            name_en: string;
            /** @description Chinese name. */
            name_zh: string;
        };
        /** @description Answer to a poll. */
        PollAnswer: {
            /** @description Commands, oldest first; each is handed out once. */
            commands: components["schemas"]["EdgeCommand"][];
            /**
             * Format: int64
             * @description When to poll again, in milliseconds.
             */
            next_poll_ms: number;
            /** @description Server time. */
            server_time: components["schemas"]["Timestamp"];
            task?: components["schemas"]["AssignedTask"] | null;
        };
        /** @description One poll. */
        PollRequest: {
            /** @description Version of the agent program. */
            agent_version: string;
            /** @description Whether it can work. */
            readiness: components["schemas"]["Readiness"];
            /** @description Hash of the last screen that was sent, hex; empty when none was. */
            screen_hash?: string;
            /**
             * Format: int64
             * @description Grows with every poll of one identity; two machines with one identity are found by it.
             */
            sequence: number;
            /** @description Who polls; must be the terminal of the token. */
            terminal_id: components["schemas"]["TerminalId"];
            /**
             * Format: int64
             * @description How long the server may hold the call open until a task arrives, in milliseconds; 0 is plain polling.
             */
            wait_ms?: number;
        };
        /** @description Answer to a sign of life. */
        ProgressAnswer: {
            /**
             * Format: int64
             * @description How long the claim lasts from now, in milliseconds; 0 when it is no longer this agent's.
             */
            lease_ms: number;
            /** @description Server time. */
            server_time: components["schemas"]["Timestamp"];
        };
        /** @description A sign of life of a running task; extends its lease. */
        ProgressRequest: {
            /** @description Under which claim. */
            lease: components["schemas"]["Lease"];
            /** @description What is being done now, for people: `第 2 页`. */
            step: string;
            /** @description Which task. */
            task_id: components["schemas"]["TaskId"];
            /** @description Who runs it. */
            terminal_id: components["schemas"]["TerminalId"];
        };
        /** @description An availability query: who flies from where to where on a day, and what seats are left. */
        QueryAv: {
            airline?: components["schemas"]["Airline"] | null;
            /** @description Arrival city or airport. */
            arrCity: components["schemas"]["CityCode"];
            cabin?: components["schemas"]["Cabin"] | null;
            /** @description Departure city or airport. */
            depCity: components["schemas"]["CityCode"];
            /**
             * Format: date
             * @description Departure date, in the calendar of the departure city.
             */
            depDate: string;
            depTime?: components["schemas"]["TimeOfDay"] | null;
            /** @description Only direct flights. */
            direct?: boolean;
        };
        /** @description An availability query: who flies from where to where on a day, and what seats are left. */
        QueryAvCall: {
            airline?: components["schemas"]["Airline"] | null;
            /** @description Public half of the key; may be left out when the X-Signature header signs */
            api_key?: string;
            /** @description Arrival city or airport. */
            arrCity: components["schemas"]["CityCode"];
            cabin?: components["schemas"]["Cabin"] | null;
            /** @description Where the result is sent */
            callbackUrl: string;
            /** @description Departure city or airport. */
            depCity: components["schemas"]["CityCode"];
            /**
             * Format: date
             * @description Departure date, in the calendar of the departure city.
             */
            depDate: string;
            depTime?: components["schemas"]["TimeOfDay"] | null;
            /** @description Only direct flights. */
            direct?: boolean;
            /** @description Only terminals of this Office may run it */
            officeNo?: string;
            /** @description The caller's name of this request: 1 to 64 letters, digits, `.`, `_`, `:` and `-`. A repeated id answers the same task */
            requestId?: string;
            /** @description Signature over all members; left out when the X-Signature header signs */
            sign?: string;
            /** @description Only this terminal may run it */
            terminalId?: number;
            /** @description Unix seconds, at most 300 from the server's time */
            timestamp?: string;
            /** @description Name of the user; may be left out when the X-Signature header signs */
            username?: string;
        };
        /** @description Whether the terminal can work now. A terminal that is not ready gets no task. */
        Readiness: {
            /** @enum {string} */
            state: "ready";
        } | {
            /** @description The claim under which it runs. */
            lease: components["schemas"]["Lease"];
            /** @enum {string} */
            state: "busy";
            /** @description That task. */
            task_id: components["schemas"]["TaskId"];
        } | {
            /** @description Stable name, such as `window_missing` or `signed_off`. */
            reason: string;
            /** @enum {string} */
            state: "not_ready";
        };
        /** @description What a glyph shows. */
        Reading: {
            /** @description One character. */
            text: string;
        };
        /** @description A plain acknowledgement. */
        Received: {
            /** @description Server time. */
            server_time: components["schemas"]["Timestamp"];
        };
        /** @description Answer to a report. The report is stored in any case; `applied` says whether it moved the task. */
        ReportAnswer: {
            /** @description Whether this report decided the task's state. */
            applied: boolean;
            /** @description Server time. */
            server_time: components["schemas"]["Timestamp"];
            /** @description The task's state now. */
            state: components["schemas"]["TaskState"];
        };
        /** @description One report that was received. */
        ReportLine: {
            /** @description Whether it decided the task. */
            applied: boolean;
            error?: components["schemas"]["Explained"] | null;
            /** Format: int64 */
            lease: number;
            /** Format: int64 */
            received_at: number;
            status: string;
        };
        /** @description The end of a run. Idempotent by (task, lease). */
        ReportRequest: {
            error?: components["schemas"]["TaskError"] | null;
            /** @description Proof. */
            evidence?: components["schemas"]["Evidence"];
            /** @description When the run ended, by the agent's clock. */
            finished_at: components["schemas"]["Timestamp"];
            /** @description Under which claim. */
            lease: components["schemas"]["Lease"];
            /** @description The result, in the form of the task's kind. */
            result?: Record<string, unknown> | null;
            /** @description How it ended. */
            status: components["schemas"]["ReportedStatus"];
            /** @description Which task. */
            task_id: components["schemas"]["TaskId"];
            /** @description Who ran it. */
            terminal_id: components["schemas"]["TerminalId"];
        };
        /**
         * @description How a run ended, as the agent saw it.
         * @enum {string}
         */
        ReportedStatus: "done" | "failed" | "unknown";
        /**
         * @description What a user is here for.
         * @enum {string}
         */
        Role: "super_admin" | "admin" | "user";
        /** @description Names a picture. */
        ScreenRef: {
            hash: string;
            /** Format: int64 */
            taken_at: number;
        };
        /** @description A screen as text. */
        ScreenText: {
            hash: string;
            /** Format: int64 */
            taken_at: number;
            text: string;
        };
        /** @description A picture of the screen, with passenger documents blotted out. */
        ScreenUpload: {
            /** @description Hash of the unmasked picture, hex. */
            hash: string;
            /** @description PNG, base64. */
            png: string;
            /** @description When it was taken, by the agent's clock. */
            taken_at: components["schemas"]["Timestamp"];
            /** @description Whose screen. */
            terminal_id: components["schemas"]["TerminalId"];
            /** @description The screen as text, masked like the picture. */
            text: string;
            /** @description Glyphs on it that nobody has named yet. */
            unknown_glyphs?: components["schemas"]["GlyphPicture"][];
        };
        /** @description One flight of a booking. */
        Segment: {
            /** @description Arrival airport. */
            arrCity: components["schemas"]["CityCode"];
            /** @description Booking class. */
            cabin: components["schemas"]["Cabin"];
            /** @description Departure airport. */
            depCity: components["schemas"]["CityCode"];
            /**
             * Format: date
             * @description Departure date, in the calendar of the departure city.
             */
            depDate: string;
            /** @description The flight. */
            flightNo: components["schemas"]["FlightNo"];
        };
        /** @description Who is signed in. */
        SessionView: {
            /** @description The language the caller asked for: `zh-CN` or `en`. */
            language: string;
            user: components["schemas"]["UserView"];
        };
        /** @description What a person has found out about a task whose outcome was unknown. */
        SettleRequest: {
            /** @description Why the person is sure; 3 to 500 characters. It stands in the history with the person's name. */
            note: string;
            /** @description The result, in the form of the task's kind, when it is done; what the agent reported stays without it. */
            result?: Record<string, unknown> | null;
            verdict: components["schemas"]["Verdict"];
        };
        /** @description How many tasks are in each state: open ones in all, ended ones of today. */
        StateCounts: {
            /** Format: int64 */
            assigned: number;
            /** Format: int64 */
            cancelled: number;
            /** Format: int64 */
            done: number;
            /** Format: int64 */
            expired: number;
            /** Format: int64 */
            failed: number;
            /** Format: int64 */
            pending: number;
            /** Format: int64 */
            running: number;
            /** Format: int64 */
            unknown: number;
        };
        /**
         * @description How an irreversible step ended, as far as its agent could see.
         * @enum {string}
         */
        StepEnding: "done" | "not_done" | "unknown" | "open";
        /** @description One irreversible step as the agent's journal holds it: what was about to be sent, and what was seen around it. */
        StepRecord: {
            /** @description The screen that settled it. */
            after?: string | null;
            /** @description The screen of the PNR before the step. */
            before?: string | null;
            /** @description What was looked at to tell, for people. */
            check: string;
            /** @description The command as it was to be typed. */
            command: string;
            /** @description How it ended. */
            ending: components["schemas"]["StepEnding"];
            /** @description SHA-256 of `after`, hex; empty when there is none. */
            hash_after?: string;
            /** @description SHA-256 of `before`, hex; empty when there is none. */
            hash_before?: string;
            /** @description Stable name of the step, such as `etdz`. */
            step: string;
            /** @description Local time of the agent when the entry was on its disk, before the command was sent. */
            written_at: components["schemas"]["Timestamp"];
        };
        /** @description An irreversible step as it was reported. */
        StepView: components["schemas"]["StepRecord"] & {
            /** @description Whether both screens have the hashes that the journal wrote down for them. */
            intact: boolean;
        };
        /** @description Why a task failed. */
        TaskError: {
            /** @description Stable name. */
            code: string;
            /** @description What happened, with the host's own words where there are any. */
            message: string;
            /** @description Whether the caller may ask again without risk. */
            retry_safe: boolean;
        };
        /** @description Tasks of today. */
        TaskFigures: {
            /** Format: int64 */
            done_today: number;
            /** Format: int64 */
            failed_today: number;
            /** Format: int64 */
            oldest_queued_ms?: number | null;
            /** Format: int64 */
            queued: number;
            /** Format: int64 */
            running: number;
            /** Format: int64 */
            success_rate_percent?: number | null;
            /** Format: int64 */
            unknown: number;
        };
        /**
         * Format: int64
         * @description A task, as partners and pages know it.
         */
        TaskId: number;
        /**
         * @description The eight operations on an Eterm terminal.
         * @enum {string}
         */
        TaskKind: "query_av" | "book_pnr" | "extract_pnr" | "cancel_passenger" | "cancel_pnr" | "issue_ticket" | "extract_ticket_no" | "authorize_pnr";
        /** @description One page of tasks, newest first. */
        TaskList: {
            counts: components["schemas"]["StateCounts"];
            items: components["schemas"]["TaskRow"][];
            /** Format: int64 */
            next_cursor?: number | null;
        };
        /** @description Parameters of a task, by kind. */
        TaskParams: {
            /** @enum {string} */
            kind: "query_av";
            /** @description Availability of flights. */
            params: components["schemas"]["QueryAv"];
        } | {
            /** @enum {string} */
            kind: "book_pnr";
            /** @description Book a PNR. */
            params: components["schemas"]["BookPnr"];
        } | {
            /** @enum {string} */
            kind: "extract_pnr";
            /** @description Read a PNR. */
            params: components["schemas"]["ExtractPnr"];
        } | {
            /** @enum {string} */
            kind: "cancel_passenger";
            /** @description Take passengers out of a PNR. */
            params: components["schemas"]["CancelPassenger"];
        } | {
            /** @enum {string} */
            kind: "cancel_pnr";
            /** @description Cancel a PNR. */
            params: components["schemas"]["CancelPnr"];
        } | {
            /** @enum {string} */
            kind: "issue_ticket";
            /** @description Issue tickets. */
            params: components["schemas"]["IssueTicket"];
        } | {
            /** @enum {string} */
            kind: "extract_ticket_no";
            /** @description Read ticket numbers. */
            params: components["schemas"]["ExtractTicketNo"];
        } | {
            /** @enum {string} */
            kind: "authorize_pnr";
            /** @description Let another Office work on a PNR. */
            params: components["schemas"]["AuthorizePnr"];
        };
        TaskRequest: components["schemas"]["TaskParams"] & {
            /** @description Only terminals of this Office may run it */
            office_no?: string | null;
            /** @description Only this terminal may run it */
            terminal_id?: number | null;
        };
        /** @description A task in a list. */
        TaskRow: {
            /** Format: int64 */
            assigned_at?: number | null;
            /** Format: int64 */
            created_at: number;
            /** @description On whose account. */
            customer: string;
            error?: components["schemas"]["Explained"] | null;
            /** Format: int64 */
            finished_at?: number | null;
            /** Format: int64 */
            id: number;
            kind: components["schemas"]["TaskKind"];
            source: components["schemas"]["TaskSource"];
            /** Format: int64 */
            started_at?: number | null;
            state: components["schemas"]["TaskState"];
            /** @description What is being done now. */
            step?: string | null;
            /** @description The parameters, by kind. */
            summary: Record<string, unknown>;
            terminal?: components["schemas"]["TerminalRef"] | null;
        };
        /**
         * @description Who asked for a task.
         * @enum {string}
         */
        TaskSource: "page" | "api" | "schedule";
        /**
         * @description Where a task stands.
         * @enum {string}
         */
        TaskState: "pending" | "assigned" | "running" | "done" | "failed" | "unknown" | "cancelled" | "expired";
        /** @description Which task is asked after. */
        TaskStatusParams: {
            /**
             * Format: int64
             * @description The id that submitting answered.
             */
            taskId: number;
        };
        /** @description Everything about one task but its callbacks, which have a list of their own. */
        TaskView: components["schemas"]["TaskRow"] & {
            /**
             * Format: int64
             * @description How often a terminal started it.
             */
            attempts: number;
            callback_url?: string | null;
            log: components["schemas"]["LogLine"][];
            /** Format: int64 */
            priority: number;
            /** @description In the order in which they came. */
            reports: components["schemas"]["ReportLine"][];
            request_id?: string | null;
            /** @description The result, in the form of the task's kind. */
            result?: Record<string, unknown> | null;
            /** @description The irreversible steps by the agent's journal, as the latest report that has any tells them. */
            steps: components["schemas"]["StepView"][];
            transcript: components["schemas"]["TranscriptLine"][];
        };
        /** @description Terminals by condition. */
        TerminalFigures: {
            /** Format: int64 */
            needs_attention: number;
            /** Format: int64 */
            online: number;
            /** Format: int64 */
            total: number;
        };
        /**
         * Format: int64
         * @description An enrolled Eterm PC.
         */
        TerminalId: number;
        /** @description Every terminal. */
        TerminalList: {
            items: components["schemas"]["TerminalView"][];
        };
        /**
         * @description Whether a terminal is heard of.
         * @enum {string}
         */
        TerminalPresence: "online" | "offline" | "never";
        /**
         * @description Whether a terminal could work when it was last heard of.
         * @enum {string}
         */
        TerminalReadiness: "ready" | "busy" | "not_ready";
        /** @description A terminal, by name. */
        TerminalRef: {
            /** Format: int64 */
            id: number;
            name: string;
            office_no: string;
        };
        /**
         * @description Whether a terminal has an identity that may be used.
         * @enum {string}
         */
        TerminalState: "waiting_enrolment" | "enrolled" | "frozen";
        /** @description A terminal, as the page shows it. */
        TerminalView: {
            agent_version: string;
            /** Format: int64 */
            created_at: number;
            /** Format: int64 */
            fail_count: number;
            host_name: string;
            /** Format: int64 */
            id: number;
            kind: string;
            /** Format: int64 */
            last_seen_at?: number | null;
            name: string;
            office_no: string;
            os_info: string;
            /** @description Whose it is. */
            owner?: string | null;
            paused: boolean;
            pid: string;
            presence: components["schemas"]["TerminalPresence"];
            production_codes: string[];
            /**
             * Format: int64
             * @description Tasks assigned to it or running on it.
             */
            queued: number;
            readiness?: components["schemas"]["TerminalReadiness"] | null;
            /** @description Why it is not ready, as a stable name. */
            reason?: string | null;
            remark: string;
            screen?: components["schemas"]["ScreenRef"] | null;
            state: components["schemas"]["TerminalState"];
            /** Format: int64 */
            success_count: number;
            ticketing_codes: string[];
            /** Format: int64 */
            unknown_glyphs: number;
        };
        /**
         * @description Until when tickets must be issued, in the local time of the Office; on the wire `2026-11-24 12:00`.
         * @example 2026-11-24 12:00
         */
        TicketLimit: string;
        /** @description A time of day as the host writes it: `HHMM`. */
        TimeOfDay: string;
        /**
         * Format: int64
         * @description A moment: Unix milliseconds, UTC.
         */
        Timestamp: number;
        /** @description One command and what the screen showed after it. */
        TranscriptEntry: {
            /** @description The command as typed. */
            command: string;
            /** @description The screen as read; U+FFFD stands for a cell that could not be read. */
            screen: string;
            /** @description Local time of the agent when it was sent. */
            sent_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description Milliseconds until the screen had settled.
             */
            took_ms: number;
        };
        /** @description One command and what the screen showed after it. */
        TranscriptLine: {
            command: string;
            screen: string;
            /** Format: int64 */
            sent_at: number;
            /** Format: int64 */
            took_ms: number;
        };
        /** @description What a passport says. */
        TravelDocument: {
            /**
             * Format: date
             * @description Last day on which it is valid.
             */
            expiry: string;
            /** @description As the passport says. */
            gender: components["schemas"]["Gender"];
            /** @description Who issued it. */
            issuingCountry: components["schemas"]["Country"];
            /** @description Whose citizen the passenger is. */
            nationality: components["schemas"]["Country"];
        };
        /** @description A user as the page shows it. */
        UserView: {
            display_name: string;
            /** Format: int64 */
            id: number;
            role: components["schemas"]["Role"];
            username: string;
        };
        /**
         * @description What a person has found out.
         * @enum {string}
         */
        Verdict: "done" | "failed";
        /**
         * @description What a person wants of a terminal.
         * @enum {string}
         */
        Wanted: "screenshot" | "pause" | "resume" | "unfreeze";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
